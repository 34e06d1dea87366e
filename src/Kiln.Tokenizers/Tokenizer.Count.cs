namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>The number of tokens of a text, without allocating.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the template count. Default: true.</param>
    public int CountTokens(ReadOnlySpan<char> text, bool addSpecialTokens = true)
    {
        var session = _sessions.Rent();
        session.First.Load(text, _keepsSurrogates);
        return Count(session, addSpecialTokens);
    }

    /// <summary>The number of tokens of a text in UTF-8, without allocating.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the template count. Default: true.</param>
    public int CountTokens(ReadOnlySpan<byte> text, bool addSpecialTokens = true)
    {
        var session = _sessions.Rent();
        session.First.Load(text);
        return Count(session, addSpecialTokens);
    }

    /// <summary>
    /// How much of the beginning of a text its first tokens cover, without allocating: where to cut so that no more than
    /// <paramref name="maxTokens"/> tokens are spent. Special tokens of the template are not counted, and no character is cut in two.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">The most tokens.</param>
    /// <param name="tokenCount">The number of tokens that end at or before the index.</param>
    /// <returns>An index into <paramref name="text"/>; its length when all of it fits.</returns>
    public int IndexByTokenCount(ReadOnlySpan<char> text, int maxTokens, out int tokenCount)
    {
        var session = _sessions.Rent();
        session.First.Load(text, _keepsSurrogates);
        return IndexByCount(session, maxTokens, text.Length, out tokenCount);
    }

    /// <summary>How many bytes of the beginning of a text in UTF-8 its first tokens cover, without allocating.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">The most tokens.</param>
    /// <param name="tokenCount">The number of tokens that end at or before the index.</param>
    /// <returns>An index into <paramref name="text"/>; its length when all of it fits.</returns>
    public int IndexByTokenCount(ReadOnlySpan<byte> text, int maxTokens, out int tokenCount)
    {
        var session = _sessions.Rent();
        session.First.Load(text);
        return IndexByCount(session, maxTokens, text.Length, out tokenCount);
    }

    private int Count(EncodeSession session, bool addSpecialTokens)
    {
        _pipeline.Run(session, session.First, tracks: false);
        var count = CountIds(session, addSpecialTokens);
        _sessions.Return(session);
        return count;
    }

    private int IndexByCount(EncodeSession session, int maxTokens, int length, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        _pipeline.Run(session, session.First, tracks: true);
        var tokens = session.First.Tokens;
        tokenCount = Math.Min(maxTokens, tokens.Count);
        var index = length;
        if (tokenCount < tokens.Count)
        {
            // The next token must begin where the last one ends: one that shares its character does not leave it whole.
            while (tokenCount > 0 && tokens.Starts[tokenCount] < tokens.Ends[tokenCount - 1])
            {
                tokenCount--;
            }

            var end = tokenCount == 0 ? 0 : tokens.Ends[tokenCount - 1];
            index = new OffsetConverter(session.First, OffsetUnit.Input).Convert(end);
        }

        _sessions.Return(session);
        return index;
    }
}
