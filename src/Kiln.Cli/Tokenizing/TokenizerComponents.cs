using System.Text.Json;

using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>The components of a tokenizer by the names of tokenizer.json: <c>ByteLevel</c>, <c>Sequence (Prepend, Replace)</c>; null where there is none.</summary>
/// <param name="Normalizer">What changes the text first.</param>
/// <param name="PreTokenizer">What cuts it into words.</param>
/// <param name="PostProcessor">What adds special tokens.</param>
/// <param name="Decoder">What puts tokens together.</param>
internal sealed record TokenizerComponents(string? Normalizer, string? PreTokenizer, string? PostProcessor, string? Decoder)
{
    private static readonly string[] s_lists = ["normalizers", "pretokenizers", "processors", "decoders"];

    /// <summary>Looks at a tokenizer: what it would write is what its parts are called.</summary>
    public static TokenizerComponents Of(Tokenizer tokenizer)
    {
        using var written = JsonDocument.Parse(tokenizer.ToJson());
        string? Name(string part) => Describe(written.RootElement.GetProperty(part));
        return new(Name("normalizer"), Name("pre_tokenizer"), Name("post_processor"), Name("decoder"));
    }

    private static string? Describe(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var name = part.GetProperty("type").GetString();
        foreach (var list in s_lists)
        {
            if (part.TryGetProperty(list, out var inner) && inner.ValueKind == JsonValueKind.Array)
            {
                return $"{name} ({string.Join(", ", inner.EnumerateArray().Select(Describe))})";
            }
        }

        return name;
    }
}
