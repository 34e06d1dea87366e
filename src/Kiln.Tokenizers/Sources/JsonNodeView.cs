using System.Globalization;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>A place in a JSON file: its value, and its path for errors. Everything that is missing or of another kind is said with the path.</summary>
internal readonly struct JsonNodeView(JsonElement element, string path)
{
    public JsonElement Element { get; } = element;

    public string Path { get; } = path;

    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public bool IsArray => Element.ValueKind == JsonValueKind.Array;

    public bool IsString => Element.ValueKind == JsonValueKind.String;

    public bool IsNumber => Element.ValueKind == JsonValueKind.Number;

    /// <summary>A property; null when it is missing.</summary>
    public JsonNodeView this[string name] => new(IsObject && Element.TryGetProperty(name, out var found) ? found : default, Path.Length == 0 ? name : $"{Path}.{name}");

    public JsonNodeView Required(string name)
    {
        Expect(JsonValueKind.Object);
        var found = this[name];
        return found.IsNull ? throw new TokenizerFormatException($"{found.Path} is missing") : found;
    }

    public IEnumerable<JsonNodeView> Items()
    {
        Expect(JsonValueKind.Array);
        var index = 0;
        foreach (var item in Element.EnumerateArray())
        {
            yield return new(item, $"{Path}[{index++.ToString(CultureInfo.InvariantCulture)}]");
        }
    }

    public string AsString()
    {
        Expect(JsonValueKind.String);
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, written as an escape.
            throw new TokenizerFormatException($"{Path} is no valid text: {e.Message}", e);
        }
    }

    public string? AsStringOrNull() => IsNull ? null : AsString();

    public int AsInt()
    {
        Expect(JsonValueKind.Number);
        return Element.TryGetInt32(out var value) ? value : throw new TokenizerFormatException($"{Path} is {Element.GetRawText()}; expected a whole number of 32 bits");
    }

    public int AsInt(int fallback) => IsNull ? fallback : AsInt();

    /// <summary>A whole number that is at least something, and at most something.</summary>
    public int AsIntWithin(int least, int most = int.MaxValue)
    {
        var value = AsInt();
        return value >= least && value <= most ? value
            : throw new TokenizerFormatException(string.Create(CultureInfo.InvariantCulture, $"{Path} is {value}; expected {(value < least ? $"{least} or more" : $"{most} or less")}"));
    }

    public int AsIntWithin(int fallback, int least, int most) => IsNull ? fallback : AsIntWithin(least, most);

    public bool AsBool(bool fallback) => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => fallback,
        _ => throw Wrong("true or false"),
    };

    public double AsDouble()
    {
        Expect(JsonValueKind.Number);
        return Element.TryGetDouble(out var value) ? value : throw Wrong("a number");
    }

    /// <summary>One of some names, as the file spells them.</summary>
    public T OneOf<T>(T fallback, params ReadOnlySpan<(string Name, T Value)> names)
    {
        if (IsNull)
        {
            return fallback;
        }

        var given = AsString();
        var known = new List<string>();
        foreach (var (name, value) in names)
        {
            if (name == given)
            {
                return value;
            }

            known.Add(name);
        }

        throw new TokenizerFormatException($"{Path} is '{given}', which is not supported; supported are {string.Join(", ", known)}");
    }

    public void Expect(JsonValueKind kind)
    {
        if (Element.ValueKind != kind)
        {
            throw IsNull ? new TokenizerFormatException($"{Path} is missing") : Wrong(kind switch
            {
                JsonValueKind.Object => "an object",
                JsonValueKind.Array => "a list",
                JsonValueKind.String => "a text",
                _ => "a number",
            });
        }
    }

    public TokenizerFormatException Wrong(string expected) => new($"{Path} is {Describe(Element.ValueKind)}; expected {expected}");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
