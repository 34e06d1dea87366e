using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>The texts of a JSON file as UTF-8, without making strings of them where they have no escapes.</summary>
internal sealed class JsonText
{
    private byte[] _room = new byte[256];

    /// <summary>The UTF-8 of a property's name; valid until the next call.</summary>
    public ReadOnlySpan<byte> NameOf(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains((byte)'\\') ? Encode(property.Name) : raw;
    }

    /// <summary>The UTF-8 of a text; valid until the next call.</summary>
    public ReadOnlySpan<byte> ValueOf(JsonNodeView node)
    {
        node.Expect(JsonValueKind.String);
        var raw = JsonMarshal.GetRawUtf8Value(node.Element)[1..^1];
        return raw.Contains((byte)'\\') ? Encode(node.AsString()) : raw;
    }

    private ReadOnlySpan<byte> Encode(string text)
    {
        var length = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        _room = _room.Length < length ? new byte[length] : _room;
        return _room.AsSpan(0, System.Text.Encoding.UTF8.GetBytes(text, _room));
    }
}
