using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// The pieces that the estimation of a Unigram model begins with: single characters, and the sequences that stand in the texts with different characters
/// after them, those that cover most characters first. They are the inner nodes of the suffix tree, found in an array of sorted suffixes (Abouelhoda, Kurtz, Ohlebusch 2004).
/// </summary>
/// <remarks>
/// Pieces lie within a word, so each word is looked at once, with its count, and suffixes are sorted by as many characters as a piece has.
/// </remarks>
internal sealed class UnigramSeeds
{
    private readonly UnigramCorpus _corpus;
    private readonly UnigramTrainingOptions _options;
    private readonly byte[] _scripts;
    private readonly int _mark, _rare;

    // All words one after the other, each with what comes after it (the mark, or 0 for an end): twice where both are seen.
    private readonly int[] _text;
    private readonly int[] _words;
    private readonly long[] _counts;

    public UnigramSeeds(UnigramCorpus corpus, UnigramTrainingOptions options)
    {
        (_corpus, _options) = (corpus, options);
        (_mark, _rare) = (corpus.SymbolOf(UnigramCorpus.Mark), corpus.SymbolOf(UnigramCorpus.Rare));
        _scripts = [.. corpus.CodePoints.Select(point => point < 0 ? Scripts.Common : Scripts.Fourteen.AsTrained(point))];
        var (text, words, counts) = (new List<int>(), new List<int>(), new List<long>());
        for (var word = 0; word < corpus.Count; word++)
        {
            Append(corpus.Counts[word].BeforeMark, _mark);
            Append(corpus.Counts[word].BeforeEnd, 0);

            void Append(long count, int after)
            {
                if (count > 0)
                {
                    text.AddRange(corpus.Word(word));
                    text.Add(after);
                    words.AddRange(Enumerable.Repeat(counts.Count, corpus.Word(word).Length + 1));
                    counts.Add(count);
                }
            }
        }

        (_text, _words, _counts) = ([.. text], [.. words], [.. counts]);
    }

    // A sequence of characters: where it stands in the text, and how many characters of the texts it covers.
    private readonly record struct Candidate(int Start, int Length, long Score);

    /// <summary>Finds the seeds and their scores, which are the logarithms of the characters covered by each among those covered by all.</summary>
    public UnigramPieces Find(CancellationToken cancellation)
    {
        var (suffixes, buckets) = Bucket();
        var found = new List<Candidate>[buckets.Length - 1];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation }, first =>
        {
            var bucket = suffixes.AsSpan(buckets[first]..buckets[first + 1]);
            new SuffixSort(_text, _options.MaxTokenLength + 1, _mark).Sort(bucket, 1);
            found[first] = Nodes(bucket);
        });

        var pieces = new UnigramPieces(_corpus.CodePoints.Length);
        foreach (var (symbol, count) in _corpus.Required.Where(item => item.Count > 0).Select(item => (Symbol: _corpus.SymbolOf(item.CodePoint), item.Count)))
        {
            pieces.Add([symbol], count);
        }

        // The order among equal ones is that of the sorted suffixes.
        foreach (var candidate in found.SelectMany(list => list).OrderByDescending(candidate => candidate.Score).Take(Math.Max(0, _options.SeedSize - pieces.Count)))
        {
            pieces.Add(_text.AsSpan(candidate.Start, candidate.Length), candidate.Score);
        }

        TakeLogarithms(pieces);
        return pieces;
    }

    private static void TakeLogarithms(UnigramPieces pieces)
    {
        var sum = 0f;
        for (var i = 0; i < pieces.Count; i++)
        {
            sum += pieces.Scores[i];
        }

        var logarithm = (float)Math.Log(sum);
        for (var i = 0; i < pieces.Count; i++)
        {
            pieces.Scores[i] = (float)(Math.Log(pieces.Scores[i]) - logarithm);
        }
    }

    // Suffixes by their first symbol; what comes after a word begins none.
    private (int[] Suffixes, int[] Buckets) Bucket()
    {
        var buckets = new int[_corpus.CodePoints.Length + 1];
        for (var i = 0; i < _text.Length; i++)
        {
            buckets[_text[i] + 1] += IsAfter(i) ? 0 : 1;
        }

        for (var symbol = 1; symbol < buckets.Length; symbol++)
        {
            buckets[symbol] += buckets[symbol - 1];
        }

        var next = buckets[..^1];
        var suffixes = new int[buckets[^1]];
        for (var i = 0; i < _text.Length; i++)
        {
            if (!IsAfter(i))
            {
                suffixes[next[_text[i]]++] = i;
            }
        }

        return (suffixes, buckets);

        bool IsAfter(int i) => i + 1 == _words.Length || _words[i + 1] != _words[i];
    }

    // Goes through the suffixes with the stack of open nodes; a node is done when the next suffix shares fewer symbols with it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private List<Candidate> Nodes(ReadOnlySpan<int> suffixes)
    {
        var found = new List<Candidate>();
        var open = new Stack<(int Depth, long Count)>();
        for (var i = 0; i < suffixes.Length; i++)
        {
            var count = _counts[_words[suffixes[i]]];
            var shared = i + 1 < suffixes.Length ? Shared(suffixes[i], suffixes[i + 1]) : 0;
            while (open.TryPeek(out var node) && node.Depth > shared)
            {
                open.Pop();
                count += node.Count;
                if (IsPiece(suffixes[i], node.Depth))
                {
                    found.Add(new(suffixes[i], node.Depth, count * node.Depth));
                }
            }

            if (open.TryPeek(out var top) && top.Depth == shared)
            {
                open.Pop();
                open.Push((shared, top.Count + count));
            }
            else if (shared > 0)
            {
                open.Push((shared, count));
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Shared(int left, int right)
    {
        for (var depth = 0; depth <= _options.MaxTokenLength; depth++)
        {
            if (_text[left + depth] != _text[right + depth])
            {
                return depth;
            }

            if (_text[left + depth] == 0 || (depth > 0 && _text[left + depth] == _mark))
            {
                return depth + 1;
            }
        }

        return _options.MaxTokenLength + 1;
    }

    private bool IsPiece(int start, int length)
    {
        if (length < 2 || length > _options.MaxTokenLength)
        {
            return false;
        }

        const int Any = -1;
        var last = Any;
        for (var i = 0; i < length; i++)
        {
            var symbol = _text[start + i];
            if (symbol == 0 || symbol == _rare || (i > 0 && symbol == _mark))
            {
                return false;
            }

            if (symbol == _mark)
            {
                continue;
            }

            var isDigit = _corpus.CodePoints[symbol] is >= '0' and <= '9';
            var script = _scripts[symbol] == Scripts.Inherited ? last : isDigit && !_options.SplitsByNumber ? Any : _scripts[symbol];
            if ((isDigit && _options.SplitsDigits) || (_options.SplitsByScript && script != Any && last != Any && script != last))
            {
                return false;
            }

            last = script;
        }

        return true;
    }
}
