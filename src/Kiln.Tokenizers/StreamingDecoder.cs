using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Decodes ids one by one to text that can be shown at once. A character whose bytes are spread over several tokens comes out whole with the last
/// of them; the texts one after the other are what <see cref="Tokenizer.Decode"/> makes of all ids. For one stream, used by one thread.
/// </summary>
/// <remarks>
/// One exception: a decoder with ByteFallback makes U+FFFD of every byte in a run of tokens such as <c>&lt;0xE2&gt;</c> when any of the run is no text. Characters of the run that came
/// out before the first such byte stay as they are here; that byte and every later one of the run are U+FFFD each, as in <see cref="Tokenizer.Decode"/>.
/// Where the tokenizer's file says that spaces before punctuation and English contractions go (<c>clean_up_tokenization_spaces</c>), what these could still change waits for the next id.
/// </remarks>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly PieceList _pieces = new() { Streams = true };
    private readonly List<int> _ids = [];
    private readonly SpaceCleaner? _cleaner;
    private int _shownIds, _contextBytes;

    // Whether the run of bytes that goes on behind what was shown has had a byte that is no text.
    private bool _shownEndsBroken;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens)
    {
        (_tokenizer, _skipSpecialTokens) = (tokenizer, skipSpecialTokens);
        _cleaner = tokenizer.Parts.Config.CleansUpSpaces == true ? new() : null;
    }

    /// <summary>Takes the next id.</summary>
    /// <param name="id">The id; one that no token has, a negative one too, gives no text.</param>
    /// <returns>The text that is now complete; empty when a character is not.</returns>
    public string Add(int id)
    {
        if ((_skipSpecialTokens && _tokenizer.IsSkipped(id)) || !(_tokenizer.IsAdded(id) || _tokenizer.Model.Vocabulary.Contains(id)))
        {
            return "";
        }

        _ids.Add(id);
        if (EndsInsideCharacter())
        {
            return "";
        }

        var text = Show();
        return _cleaner is null ? text : _cleaner.Add(text);
    }

    /// <summary>
    /// Ends the stream: what waited for another id, and U+FFFD for bytes that no character was completed from, as many as <see cref="Tokenizer.Decode"/> gives. The decoder can then be
    /// used anew.
    /// </summary>
    /// <returns>The rest of the text; usually empty.</returns>
    public string Finish()
    {
        var rest = _shownIds < _ids.Count ? Show() : "";
        _ids.Clear();
        (_shownIds, _contextBytes) = (0, 0);
        _shownEndsBroken = _pieces.BeginsBroken = false;
        return _cleaner is null ? rest : _cleaner.Add(rest) + _cleaner.Finish();
    }

    /// <summary>
    /// What a token becomes can depend on the one before it (the first one's space is dropped, for example), so those shown last are
    /// decoded again with the new ones and what they gave is left out.
    /// </summary>
    private string Show()
    {
        Decode();
        var text = _tokenizer.ToText(_pieces.Bytes[Math.Min(_contextBytes, _pieces.Bytes.Length)..]);
        var endsBroken = _pieces.EndsBroken;
        if (_shownIds > 0)
        {
            // Of the ids before, some stay where the new ones alone would be nothing: spaces at the beginning of a text, which these are not.
            var beginsBroken = _pieces.BeginsBroken;
            _pieces.BeginsBroken = _shownEndsBroken;
            Decode(_shownIds);
            var kept = 0;
            if (_pieces.Bytes.IsEmpty)
            {
                // As many as end a run of bytes, of which a part may be no text where the whole is.
                kept = 1;
                while (kept < _shownIds && ByteTokens.TryParse(_tokenizer.TokenBytes(_ids[kept - 1]), out _))
                {
                    kept++;
                }

                _pieces.BeginsBroken = beginsBroken;
            }

            _ids.RemoveRange(kept, _shownIds - kept);
            Decode();
        }

        (_shownIds, _contextBytes, _shownEndsBroken) = (_ids.Count, _pieces.Bytes.Length, endsBroken);
        return text;
    }

    private void Decode(int from = 0) => _tokenizer.DecodeInto(_pieces, CollectionsMarshal.AsSpan(_ids)[from..], _skipSpecialTokens);

    private bool EndsInsideCharacter()
    {
        if (_tokenizer.Parts.Decoder is SentencePieceDecoder { ByteFallback: true })
        {
            // Tokens such as <0xE2> stand for one byte; the decoder gives U+FFFD for what is not whole yet, so the bytes are looked at themselves.
            Span<byte> tail = stackalloc byte[4];
            var count = 0;
            for (var i = _ids.Count - 1; i >= 0 && count < tail.Length && ByteTokens.TryParse(_tokenizer.TokenBytes(_ids[i]), out var value); i--)
            {
                tail[tail.Length - ++count] = value;
            }

            if (count > 0)
            {
                return GeneralizedUtf8.EndsInsideCharacter(tail[^count..]);
            }
        }

        Decode();
        return _pieces.EndsInsideRun || GeneralizedUtf8.EndsInsideCharacter(_pieces.Bytes);
    }
}
