using System.Buffers;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>An added token found in a text.</summary>
/// <param name="Start">Where it begins, with the spaces that it takes.</param>
/// <param name="End">Where it ends, with those spaces.</param>
/// <param name="Next">Where it ends without them: the next one is looked for from there, as one may begin with spaces that this one takes.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct AddedTokenMatch(int Start, int End, int Next, int Id);

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

    /// <summary>Finds the next added token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="taken">The end of the text that the tokens before took; of that, this one takes no spaces.</param>
    /// <param name="match">What was found.</param>
    public bool Find(ReadOnlySpan<byte> text, int from, int taken, out AddedTokenMatch match)
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
                if (Accept(text, taken, at, _candidates[index], out match))
                {
                    return true;
                }

                at += length - 1;
            }
        }

        match = default;
        return false;
    }

    private static bool Accept(ReadOnlySpan<byte> text, int taken, int start, Candidate candidate, out AddedTokenMatch match)
    {
        var (token, end) = (candidate.Token, start + candidate.Text.Length);
        var next = end;
        match = default;
        if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
        {
            return false;
        }

        if (token.StripsLeft)
        {
            // A token that begins within what was taken loses that part.
            start = Math.Max(start, taken);
            while (start > taken && Rune.DecodeLastFromUtf8(text[taken..start], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
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

        // Nothing is left of one that stands where another took all of it.
        match = new(start, end, next, token.Id);
        return start < end;
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out var rune, out _) == OperationStatus.Done && CodePoints.IsWord(rune.Value);

    private static bool StartsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out var rune, out _) == OperationStatus.Done && CodePoints.IsWord(rune.Value);

    private sealed record Candidate(byte[] Text, AddedToken Token);
}
