namespace Kiln.Tokenizers;

/// <summary>
/// Merges long words in time linear in their length: one window of symbols after the other, each with its pairs in a heap and its symbols in a linked list.
/// </summary>
/// <remarks>
/// <para>
/// Windows are merged apart and yet give what the whole word would. Call two neighbouring tokens fitting when merging their symbols, and nothing else, gives
/// these two tokens. In the result of any text all neighbours fit: no merge ever crossed between them, so what else is in the text changed nothing. And a
/// row of tokens in which all neighbours fit is the result of its text: were there a first merge across a boundary, the two tokens beside it would have come as
/// far without the others, and would have been merged there too.
/// </para>
/// <para>
/// So each window begins at a token near the end of the one before. When its first token is that same one, all of the tokens before it fit and stay. When not, what
/// comes after the first window reaches far back into it, and the first window is merged again at twice the length (and when it then begins otherwise than the one before it knew, that one at twice
/// this length, and so on). Reaching far takes a chain of merges, each
/// ranked before the one to its left (among equals the leftmost wins), so it is rare; since lengths double, even texts made for it take n log n.
/// </para>
/// </remarks>
internal static class LongWordMerger
{
    // Measured: its heap and links stay in the nearest caches.
    internal const int UsualWindow = 1024;

    // A window takes over this part of the one before.
    private const int Shared = 8;

    private const int Gone = -2;

    /// <summary>The tokens of a word.</summary>
    /// <param name="rules">What merges.</param>
    /// <param name="word">The word.</param>
    /// <param name="read">How much of it the workspace's symbols cover already.</param>
    /// <param name="output">Where the tokens go.</param>
    /// <param name="workspace">Buffers.</param>
    public static void Tokenize<TRules>(TRules rules, ReadOnlySpan<byte> word, int read, TokenBuffer output, ModelWorkspace workspace)
        where TRules : struct, IMergeRules
    {
        var symbols = workspace.Symbols;
        var windows = workspace.Windows;
        windows.Clear();
        windows.Add(new(0, 0, output.Count, output.Position, false));
        var first = output.Count;
        var size = rules.AllowsParts ? UsualWindow : Array.MaxLength;
        while (true)
        {
            read = rules.Read(word, read, symbols, size);
            var count = symbols.Count;
            workspace.Take(count, out var ids, out var next, out var previous, out _);
            Merge(rules, symbols.Ids.AsSpan(0, count), ids.AsSpan(0, count), next.AsSpan(0, count), previous.AsSpan(0, count), workspace.TakeHeap(2 * count));
            workspace.MergedSymbols += count;
            var window = windows[^1];
            if (window.FirstToken > 0 && next[0] != window.FirstToken)
            {
                windows.RemoveAt(windows.Count - 1);
                window = windows[^1];
                Restore(output, window, first);
                (read, symbols.Count) = (window.Start, 0);

                // Longer than both: when this one fails too, the one before it reaches beyond where this began.
                size = Double(Math.Max(window.Length, count));
                continue;
            }

            var isLast = read == word.Length;
            var certain = isLast ? count : count - (count / Shared);
            var afterUnknown = window.AfterUnknown;
            var i = 0;
            for (; i < count && next[i] <= certain; i = next[i])
            {
                var length = 0;
                for (var k = i; k < next[i]; k++)
                {
                    length += symbols.Lengths[k];
                }

                // Lengths may be less than the places are apart, where the vocabulary leaves something out.
                rules.Write(ids[i], word.Slice(symbols.Starts[i], length), output, ref afterUnknown);
            }

            if (isLast)
            {
                return;
            }

            if (i == 0)
            {
                size = Double(count);
                continue;
            }

            windows[^1] = window with { Length = count };
            windows.Add(new(symbols.Starts[i], next[i] - i, output.Count, output.Position, afterUnknown));
            symbols.RemoveFirst(i);
            size = Math.Max(UsualWindow, count / 2);
        }
    }

    /// <summary>Merges symbols. What is left is a linked list from the first symbol on.</summary>
    private static void Merge<TRules>(TRules rules, ReadOnlySpan<int> symbols, Span<int> ids, Span<int> next, Span<int> previous, Span<ulong> room)
        where TRules : struct, IMergeRules
    {
        // A merge adds at most two pairs and takes one away, so the heap never holds more than twice the symbols; entries whose pair is no longer there
        // are passed over when they come up.
        symbols.CopyTo(ids);
        var heap = new PairHeap(room);
        for (var i = 0; i < ids.Length; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
            if (i + 1 < ids.Length)
            {
                heap.Append(rules.RankOf(ids[i], ids[i + 1]), i);
            }
        }

        heap.Order();
        while (heap.TryTake(out var rank, out var at))
        {
            var right = next[at];
            if (previous[at] == Gone || right >= ids.Length || rules.Find(ids[at], ids[right], out var result) != rank)
            {
                continue;
            }

            var (before, after) = (previous[at], next[right]);
            (ids[at], next[at], previous[right]) = (result, after, Gone);
            if (before >= 0)
            {
                heap.Add(rules.RankOf(ids[before], result), before);
            }

            if (after < ids.Length)
            {
                previous[after] = at;
                heap.Add(rules.RankOf(result, ids[after]), at);
            }
        }
    }

    private static void Restore(TokenBuffer output, WordWindow window, int first)
    {
        (output.Count, output.Position) = (window.Count, window.Position);
        if (window.Count > first)
        {
            // Unknown characters may have made the last token longer.
            output.Ends[window.Count - 1] = window.Position;
        }
    }

    private static int Double(int count) => (int)Math.Min(Array.MaxLength, 2L * count);
}

/// <summary>Where a window begins in the word, how many symbols its first token has as far as the window before knew, and how far the result was.</summary>
internal readonly record struct WordWindow(int Start, int FirstToken, int Count, int Position, bool AfterUnknown)
{
    /// <summary>How many symbols it had when the next one was begun.</summary>
    public int Length { get; init; }
}
