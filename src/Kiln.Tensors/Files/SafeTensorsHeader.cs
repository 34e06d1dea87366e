using System.Text.Json;

namespace Kiln.Tensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">How its elements are stored.</param>
/// <param name="Sizes">The sizes of its axes.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where its bytes end.</param>
internal sealed record SafeTensorsEntry(string Name, ElementFormat Format, long[] Sizes, long Begin, long End);

/// <summary>
/// Reads and checks the JSON header of a safetensors file. What it claims is never believed: sizes are checked against offsets, offsets
/// against one another and against the file.
/// </summary>
/// <remarks>
/// Format: eight bytes with the header's length (little-endian), the header
/// <c>{"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {"KEY": "VALUE", …}}</c>, padded with
/// spaces, and the bytes of the tensors, without gaps or overlaps.
/// </remarks>
internal sealed class SafeTensorsHeader
{
    internal const string MetadataKey = "__metadata__";
    internal const int MaximumLength = 100_000_000;
    private const int MaximumRank = 32;
    private readonly string _name;

    private SafeTensorsHeader(string name) => _name = name;

    /// <summary>The tensors by name, in the order of their bytes.</summary>
    internal OrderedDictionary<string, SafeTensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    internal OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Parses a header and checks it against the <paramref name="dataBytes"/> that follow it.</summary>
    /// <exception cref="FileFormatException">The header is not one, or does not fit the data.</exception>
    internal static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataBytes, string name)
    {
        var header = new SafeTensorsHeader(name);
        try
        {
            header.ParseObject(json, dataBytes);
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException and not FileFormatException)
        {
            throw new FileFormatException(name, $"the safetensors header is not the JSON it should be: {e.Message}", e);
        }
    }

    private void ParseObject(ReadOnlySpan<byte> json, long dataBytes)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw Wrong("the header must begin with '{'");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        var entries = new List<SafeTensorsEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            if (!seen.Add(key))
            {
                throw Wrong($"'{Short(key)}' comes twice");
            }

            reader.Read();
            if (key == MetadataKey)
            {
                ParseMetadata(ref reader);
            }
            else
            {
                entries.Add(ParseEntry(ref reader, key));
            }
        }

        while (reader.Read())
        {
            // Anything but white space behind the object throws here.
        }

        Place(entries, dataBytes);
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, MetadataKey, "an object of strings");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(reader, JsonTokenType.String, MetadataKey, "an object of strings");
            if (!Metadata.TryAdd(key, reader.GetString()!))
            {
                throw Wrong($"'{Short(key)}' comes twice in {MetadataKey}");
            }
        }
    }

    private SafeTensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(reader, JsonTokenType.StartObject, name, "an object");
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(reader, JsonTokenType.String, name, "a dtype string");
                    type = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref reader, name, MaximumRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref reader, name, 2);
                    break;
                default:
                    throw Wrong($"'{Short(name)}' has the key '{Short(key!)}'; expected dtype, shape and data_offsets, once each");
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end])
        {
            throw Wrong($"'{Short(name)}' lacks one of dtype, shape and data_offsets (two numbers)");
        }

        var format = SafeTensorsTypes.Parse(type) ?? throw Wrong($"'{Short(name)}' has the unknown dtype '{Short(type)}'");
        var bytes = (Int128)format.Size;
        foreach (var size in shape)
        {
            // Sizes are below 2^63 and there are at most 32: stop before the product leaves 128 bits.
            bytes = bytes > long.MaxValue && size != 0 ? bytes : bytes * size;
        }

        return begin <= end && bytes == end - begin
            ? new(name, format, [.. shape], begin, end)
            : throw Wrong($"'{Short(name)}' of dtype {type} and shape ({string.Join(", ", shape)}) takes {bytes} bytes, its data_offsets say {begin} to {end}");
    }

    private List<long> Numbers(ref Utf8JsonReader reader, string name, int most)
    {
        Expect(reader, JsonTokenType.StartArray, name, "an array of numbers");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0 || numbers.Count == most)
            {
                throw Wrong($"'{Short(name)}' has an array that is not at most {most} integers from 0 on");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Orders the tensors by their bytes and checks that they cover the data without gaps or overlaps.</summary>
    private void Place(List<SafeTensorsEntry> entries, long dataBytes)
    {
        long at = 0;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at)
            {
                throw Wrong($"'{Short(entry.Name)}' begins at byte {entry.Begin}, the tensor before it ends at {at}; tensors must neither overlap nor leave gaps");
            }

            at = entry.End;
            Entries.Add(entry.Name, entry);
        }

        if (at != dataBytes)
        {
            throw Wrong(at > dataBytes
                ? $"the tensors take {at} bytes, the file has {dataBytes}; it is truncated"
                : $"the tensors take {at} bytes, the file has {dataBytes}; {dataBytes - at} bytes belong to none");
        }
    }

    private void Expect(in Utf8JsonReader reader, JsonTokenType type, string name, string expected)
    {
        if (reader.TokenType != type)
        {
            throw Wrong($"'{Short(name)}': expected {expected}");
        }
    }

    private FileFormatException Wrong(string message) => new(_name, $"safetensors: {message}");

    private static string Short(string text) => text.Length > 80 ? $"{text[..80]}…" : text;
}
