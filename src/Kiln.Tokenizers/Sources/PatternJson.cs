namespace Kiln.Tokenizers;

/// <summary>Reads a <c>pattern</c>: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
internal static class PatternJson
{
    public static TextPattern Read(JsonNodeView node)
    {
        if (node["Regex"] is { IsNull: false } regex)
        {
            return TextPattern.Regex(regex.AsString());
        }

        return TextPattern.String(node.IsString ? node.AsString() : node.Required("String").AsString());
    }
}
