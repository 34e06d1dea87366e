namespace Kiln.Tokenizers;

/// <summary>
/// Decodes ids one by one to text that can be shown at once. A character whose bytes are spread over several tokens comes out whole with the last
/// of them; the texts one after the other are what <see cref="Tokenizer.Decode"/> makes of all ids. For one stream, used by one thread.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly PieceList _pieces = new();
    private readonly List<int> _ids = [];
    private int _shownIds, _contextBytes;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens) => (_tokenizer, _skipSpecialTokens) = (tokenizer, skipSpecialTokens);

    /// <summary>Takes the next id.</summary>
    /// <param name="id">The id; one that no token has, a negative one too, gives no text.</param>
    /// <returns>The text that is now complete; empty when a character is not.</returns>
    public string Add(int id)
    {
        if (_skipSpecialTokens && _tokenizer.IsSkipped(id))
        {
            return "";
        }

        _ids.Add(id);
        return EndsInsideCharacter() ? "" : Show();
    }

    /// <summary>Ends the stream: the text of bytes that no character was completed from, U+FFFD for each invalid sequence. The decoder can then be used anew.</summary>
    /// <returns>The rest of the text; usually empty.</returns>
    public string Finish()
    {
        var rest = _shownIds < _ids.Count ? Show() : "";
        _ids.Clear();
        (_shownIds, _contextBytes) = (0, 0);
        return rest;
    }

    /// <summary>
    /// What a token becomes can depend on the one before it (the first one's space is dropped, for example), so those shown last are
    /// decoded again with the new ones and what they gave is left out.
    /// </summary>
    private string Show()
    {
        Decode(0);
        var text = _tokenizer.ToText(_pieces.Bytes[Math.Min(_contextBytes, _pieces.Bytes.Length)..]);
        if (_shownIds > 0)
        {
            // Of the ids before, one stays where the new ones alone would be nothing: spaces at the beginning of a text, which these are not.
            Decode(_shownIds);
            var kept = _pieces.Bytes.IsEmpty ? 1 : 0;
            _ids.RemoveRange(kept, _shownIds - kept);
            Decode(0);
        }

        (_shownIds, _contextBytes) = (_ids.Count, _pieces.Bytes.Length);
        return text;
    }

    private void Decode(int from) =>
        _tokenizer.DecodeInto(_pieces, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ids)[from..], _skipSpecialTokens);

    private bool EndsInsideCharacter()
    {
        // Tokens such as <0xE2> stand for one byte; their decoder gives U+FFFD for what is not whole yet, so the bytes are looked at themselves.
        Span<byte> tail = stackalloc byte[4];
        var count = 0;
        for (var i = _ids.Count - 1; i >= 0 && count < 4 && ByteTokens.TryParse(_tokenizer.TokenBytes(_ids[i]), out var value); i--)
        {
            tail[3 - count++] = value;
        }

        if (count > 0 && _tokenizer.HasByteFallbackDecoder)
        {
            return GeneralizedUtf8.EndsInsideCharacter(tail[(4 - count)..]);
        }

        Decode(0);
        return GeneralizedUtf8.EndsInsideCharacter(_pieces.Bytes);
    }
}
