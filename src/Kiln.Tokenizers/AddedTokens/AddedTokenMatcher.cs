using System.Buffers;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>An added token found in a text, with the spaces that it takes.</summary>
internal readonly record struct AddedTokenMatch(int Start, int End, int Id);

/// <summary>
/// Finds added tokens in a text, the leftmost first and of several there the longest. The places where one could begin are found by a vectorized search for
/// first bytes; which one begins there, by a trie, so that the time does not depend on how many there are.
/// </summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<byte> _firstBytes;
    private readonly Candidate[] _candidates;
    private readonly PieceTrie _trie;

    public AddedTokenMatcher(IEnumerable<AddedToken> tokens, Func<AddedToken, string> content)
    {
        // Of tokens that read the same the first one counts.
        _candidates = [.. tokens.Select(token => (Text: content(token), Token: token)).Where(pair => pair.Text.Length > 0).DistinctBy(pair => pair.Text, StringComparer.Ordinal)
            .Select(pair => new Candidate(System.Text.Encoding.UTF8.GetBytes(pair.Text), pair.Token))];
        _trie = new(_candidates.Select((candidate, index) => (candidate.Text, index)));
        _firstBytes = SearchValues.Create(_candidates.Select(candidate => candidate.Text[0]).Distinct().ToArray());
        IsEmpty = _candidates.Length == 0;
    }

    public bool IsEmpty { get; }

    /// <summary>Finds the next added token at or after <paramref name="from"/>.</summary>
    public bool Find(ReadOnlySpan<byte> text, int from, out AddedTokenMatch match)
    {
        for (var at = from; at < text.Length; at++)
        {
            var skip = text[at..].IndexOfAny(_firstBytes);
            if (skip < 0)
            {
                break;
            }

            at += skip;
            var length = _trie.FindLongest(text[at..], out var index);
            if (length > 0)
            {
                // As in the reference, a longer token that stands inside a word does not give way to a shorter one there.
                if (Accept(text, from, at, _candidates[index], out match))
                {
                    return true;
                }

                at += length - 1;
            }
        }

        match = default;
        return false;
    }

    private static bool Accept(ReadOnlySpan<byte> text, int from, int start, Candidate candidate, out AddedTokenMatch match)
    {
        var (token, end) = (candidate.Token, start + candidate.Text.Length);
        match = default;
        if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
        {
            return false;
        }

        if (token.StripsLeft)
        {
            while (start > from && Rune.DecodeLastFromUtf8(text[from..start], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            {
                start -= length;
            }
        }

        if (token.StripsRight)
        {
            while (end < text.Length && Rune.DecodeFromUtf8(text[end..], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            {
                end += length;
            }
        }

        match = new(start, end, token.Id);
        return true;
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out var rune, out _) == OperationStatus.Done && CodePoints.IsWord(rune.Value);

    private static bool StartsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out var rune, out _) == OperationStatus.Done && CodePoints.IsWord(rune.Value);

    private sealed record Candidate(byte[] Text, AddedToken Token);
}
