using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// The step <c>Precompiled</c> of tokenizer.json: a map that SentencePiece made, looked up as Hugging Face's tokenizers do it: whole graphemes of up to five bytes
/// first, then single characters, and of several entries the shortest.
/// </summary>
public sealed class PrecompiledNormalizer : TextNormalizer
{
    private readonly CharacterMap _map;

    /// <summary>Makes the normalizer.</summary>
    /// <param name="characterMap">The map, the bytes of <c>precompiled_charsmap</c>.</param>
    /// <exception cref="TokenizerFormatException">The map is damaged.</exception>
    public PrecompiledNormalizer(byte[] characterMap)
    {
        ArgumentNullException.ThrowIfNull(characterMap);
        _map = new(characterMap);
    }

    internal override void Apply(WorkText text)
    {
        var characters = GeneralizedUtf8.ToUtf16(text.Span, replacesSurrogates: true).AsSpan();
        var at = 0;
        text.BeginRewrite();
        while (!characters.IsEmpty)
        {
            var length = StringInfo.GetNextTextElementLength(characters);
            var bytes = Encoding.UTF8.GetByteCount(characters[..length]);
            characters = characters[length..];
            if (bytes < 6 && _map.Find(text.Span.Slice(at, bytes), longest: false, out var whole) > 0)
            {
                text.Put(whole, at);
                at += bytes;
                continue;
            }

            for (var end = at + bytes; at < end;)
            {
                var width = text.Bytes[at] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
                if (_map.Find(text.Span.Slice(at, width), longest: false, out var single) > 0)
                {
                    text.Put(single, at);
                }
                else
                {
                    text.Copy(at, width);
                }

                at += width;
            }
        }

        text.EndRewrite();
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Precompiled");
        writer.WriteBase64String("precompiled_charsmap", _map.Data);
    }
}
