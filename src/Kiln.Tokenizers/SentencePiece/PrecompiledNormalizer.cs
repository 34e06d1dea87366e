using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// The step <c>Precompiled</c> of tokenizer.json: a map that SentencePiece made, looked up as Hugging Face's tokenizers do it: whole graphemes of up to five bytes
/// first, then single characters, and of several entries the shortest.
/// </summary>
public sealed class PrecompiledNormalizer : TextNormalizer
{
    private readonly CharacterMap _map;

    // The single characters of ASCII that the map changes.
    private readonly bool[] _changes = new bool[128];

    /// <summary>Makes the normalizer.</summary>
    /// <param name="characterMap">The map, the bytes of <c>precompiled_charsmap</c>.</param>
    /// <exception cref="TokenizerFormatException">The map is damaged.</exception>
    public PrecompiledNormalizer(byte[] characterMap)
    {
        ArgumentNullException.ThrowIfNull(characterMap);
        _map = new(characterMap);
        for (var value = 0; value < 128; value++)
        {
            _changes[value] = _map.Find([(byte)value], longest: false, out _) > 0;
        }
    }

    internal override void Apply(WorkText text)
    {
        var origins = new Origins(text);
        text.BeginRewrite();
        for (var at = 0; at < text.Length;)
        {
            // Between two characters of ASCII a grapheme ends, but for the line break of two; so most of most texts is copied.
            var to = at;
            while (to < text.Length && IsPlain(text, to))
            {
                to++;
            }

            origins.Copy(at, to);
            at = to;
            if (at < text.Length)
            {
                do
                {
                    to++;
                }
                while (to < text.Length && !(text.Bytes[to - 1] < 0x80 && text.Bytes[to] < 0x80 && text.Bytes[to - 1] != '\r'));

                RewriteGraphemes(text, at, to, ref origins);
                at = to;
            }
        }

        origins.Flush();
        text.EndRewrite();
    }

    // Whether a character of ASCII is a grapheme of its own that the map leaves as it is.
    private bool IsPlain(WorkText text, int at)
    {
        var value = text.Bytes[at];
        return value < 0x80 && value != '\r' && !_changes[value] && (at + 1 == text.Length || text.Bytes[at + 1] < 0x80);
    }

    private void RewriteGraphemes(WorkText text, int at, int to, ref Origins origins)
    {
        while (at < to)
        {
            var bytes = Graphemes.Seventeen.LengthOf(text.Span[at..to]);
            if (bytes < 6 && _map.Find(text.Span.Slice(at, bytes), longest: false, out var whole) > 0)
            {
                origins.Put(whole, text.Span.Slice(at, bytes));
                at += bytes;
                continue;
            }

            for (var end = at + bytes; at < end;)
            {
                var width = text.Bytes[at] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
                var character = text.Span.Slice(at, width);
                origins.Put(_map.Find(character, longest: false, out var single) > 0 ? single : character, character);
                at += width;
            }
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Precompiled");
        writer.WriteBase64String("precompiled_charsmap", _map.Data);
    }

    /// <summary>
    /// As in the reference, origins go by number. What is written in the place of a part has a change for each character: 0 for as many as there were, 1 for further ones;
    /// when there are fewer, the last character written so far has the difference added. A character with the change 1 comes from the one before, another takes the next of
    /// the original ones, and as many more as its change is below 0.
    /// </summary>
    private ref struct Origins(WorkText text)
    {
        private int _next, _last, _change;
        private ReadOnlySpan<byte> _character;

        public void Put(ReadOnlySpan<byte> written, ReadOnlySpan<byte> read)
        {
            var before = Count(read);
            while (!written.IsEmpty)
            {
                Flush();
                var length = Math.Min(written[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 }, written.Length);
                _character = written[..length];
                _change = before-- > 0 ? 0 : 1;
                written = written[length..];
            }

            _change -= Math.Max(0, before);
        }

        /// <summary>Writes characters of ASCII as they are.</summary>
        public void Copy(int from, int to)
        {
            if (text.TracksOrigins)
            {
                for (; from < to; from++)
                {
                    var character = text.Span.Slice(from, 1);
                    Put(character, character);
                }
            }
            else
            {
                Flush();
                text.Copy(from, to - from);
            }
        }

        public void Flush()
        {
            if (_character.IsEmpty)
            {
                return;
            }

            for (var i = _change; i <= 0; i++)
            {
                var first = i == _change;
                _last = first ? _next : _last;
                Advance();
            }

            text.Put(_character, _last);
            _character = [];
        }

        private void Advance()
        {
            if (_next < text.Length)
            {
                CodePoints.Decode(ref text.Bytes[_next], out var length);
                _next += length;
            }
        }

        private static int Count(ReadOnlySpan<byte> characters)
        {
            var count = 0;
            foreach (var value in characters)
            {
                count += (value & 0xC0) != 0x80 ? 1 : 0;
            }

            return count;
        }
    }
}
