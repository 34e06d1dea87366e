using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Trains byte pair encoding (Sennrich, Haddow, Birch 2016): the most frequent pair of neighbouring pieces becomes a piece, again and again; of equally frequent
/// ones the pair of the lowest ids. Counts are kept up to date by looking at the words that have the pair alone. What happens where two pairs make the same
/// piece is as in Hugging Face's trainer, whose vocabulary and merges this gives.
/// </summary>
internal sealed class BpeTrainer
{
    private readonly TokenizerTrainingOptions _options;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _pieces = [];
    private readonly List<(int Left, int Right, int Result)> _merges = [];

    // The words as pieces, each with how many characters it has; a word only ever gets shorter.
    private readonly List<int> _symbols = [], _sizes = [];
    private int[] _starts = [], _lengths = [];
    private long[] _counts = [];

    private readonly Dictionary<long, int> _pairCounts = [];
    private readonly PriorityQueue<Candidate, (long NegativeCount, long Pair)> _queue = new();

    public BpeTrainer(TokenizerTrainingOptions options) => _options = options.Checked();

    /// <summary>The pieces, in the order of their ids.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>The merges in their order.</summary>
    public IReadOnlyList<(int Left, int Right, int Result)> Merges => _merges;

    // A pair and the words that had it when it was counted.
    private sealed record Candidate(long Pair, long Count, List<int> Words);

    public void Train(WordCounts words, CancellationToken cancellation)
    {
        foreach (var token in _options.SpecialTokens)
        {
            IdOf(token);
        }

        AddAlphabet(words);
        Split(words);
        CountPairs();
        while (_pieces.Count < _options.VocabularySize && _queue.TryDequeue(out var top, out _))
        {
            var count = _pairCounts[top.Pair];
            if (top.Count != count)
            {
                Enqueue(top.Pair, count, top.Words);
                continue;
            }

            if (count < 1 || _options.MinFrequency > count)
            {
                break;
            }

            Merge(top);
            if ((_merges.Count & 255) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                _options.Progress?.Report(new("merging", _pieces.Count, _options.VocabularySize));
            }
        }

        _options.Progress?.Report(new("merging", _pieces.Count, _pieces.Count));
    }

    private int IdOf(string piece)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, piece, out var exists);
        if (!exists)
        {
            id = _pieces.Count;
            _pieces.Add(piece);
        }

        return id;
    }

    // Single characters, in the order of their code points.
    private void AddAlphabet(WordCounts words)
    {
        var counts = new Dictionary<Rune, long>();
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var rune in Encoding.UTF8.GetString(words.Word(i)).EnumerateRunes())
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, rune, out _) += words.CountOf(i);
            }
        }

        foreach (var rune in _options.InitialAlphabet.EnumerateRunes())
        {
            counts[rune] = long.MaxValue;
        }

        var kept = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Value).Take(_options.AlphabetLimit ?? int.MaxValue);
        foreach (var (rune, _) in kept.OrderBy(pair => pair.Key.Value))
        {
            IdOf(rune.ToString());
        }
    }

    private void Split(WordCounts words)
    {
        var order = words.Sorted();
        (_starts, _lengths, _counts) = (new int[order.Length], new int[order.Length], new long[order.Length]);
        var (prefix, suffix) = (_options.ContinuingSubwordPrefix ?? "", _options.EndOfWordSuffix ?? "");
        for (var i = 0; i < order.Length; i++)
        {
            (_starts[i], _counts[i]) = (_symbols.Count, words.CountOf(order[i]));
            var text = Encoding.UTF8.GetString(words.Word(order[i]));
            for (var at = 0; at < text.Length;)
            {
                var width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                var character = text.Substring(at, width);
                if (_ids.ContainsKey(character))
                {
                    _symbols.Add(IdOf((at > 0 ? prefix : "") + character + (at + width == text.Length ? suffix : "")));
                    _sizes.Add(1);
                }

                at += width;
            }

            _lengths[i] = _symbols.Count - _starts[i];
        }
    }

    private void CountPairs()
    {
        var found = new Dictionary<long, List<int>>();
        for (var word = 0; word < _starts.Length; word++)
        {
            var symbols = Symbols(word);
            for (var i = 0; i + 1 < symbols.Length; i++)
            {
                Change(found, symbols[i], symbols[i + 1], 1, word);
            }
        }

        EnqueueAll(found);
    }

    private Span<int> Symbols(int word) => CollectionsMarshal.AsSpan(_symbols).Slice(_starts[word], _lengths[word]);

    private void Merge(Candidate top)
    {
        var (left, right) = ((int)(top.Pair >> 32), (int)top.Pair);
        var tail = _pieces[right];
        tail = _options.ContinuingSubwordPrefix is { Length: > 0 } prefix && tail.StartsWith(prefix, StringComparison.Ordinal) ? tail[prefix.Length..] : tail;
        var result = IdOf(_pieces[left] + tail);
        _merges.Add((left, right, result));
        var found = new Dictionary<long, List<int>>();
        foreach (var word in top.Words)
        {
            MergeWord(word, left, right, result, found);
        }

        EnqueueAll(found);
    }

    // The neighbours of every new piece have it beside them now instead of its halves.
    private void MergeWord(int word, int left, int right, int result, Dictionary<long, List<int>> found)
    {
        var symbols = Symbols(word);
        var sizes = CollectionsMarshal.AsSpan(_sizes).Slice(_starts[word], _lengths[word]);
        var longest = _options.MaxTokenLength ?? int.MaxValue;
        var kept = 0;
        for (var at = 0; at < symbols.Length; at++, kept++)
        {
            if (symbols[at] != left || at + 1 >= symbols.Length || symbols[at + 1] != right)
            {
                (symbols[kept], sizes[kept]) = (symbols[at], sizes[at]);
                continue;
            }

            var size = sizes[at] + sizes[at + 1];
            if (kept > 0)
            {
                Change(found, symbols[kept - 1], left, -1, word);
                if ((long)sizes[kept - 1] + size < longest)
                {
                    Change(found, symbols[kept - 1], result, 1, word);
                }
            }

            at++;
            if (at + 1 < symbols.Length)
            {
                Change(found, right, symbols[at + 1], -1, word);
                if ((long)sizes[at + 1] + size < longest)
                {
                    Change(found, result, symbols[at + 1], 1, word);
                }
            }

            (symbols[kept], sizes[kept]) = (result, size);
        }

        _lengths[word] = kept;
    }

    private void Change(Dictionary<long, List<int>> found, int left, int right, int change, int word)
    {
        var pair = ((long)left << 32) | (uint)right;
        CollectionsMarshal.GetValueRefOrAddDefault(_pairCounts, pair, out _) += (int)(change * _counts[word]);
        if (change > 0)
        {
            ref var words = ref CollectionsMarshal.GetValueRefOrAddDefault(found, pair, out _);
            words ??= [];
            if (words.Count == 0 || words[^1] != word)
            {
                words.Add(word);
            }
        }
    }

    private void EnqueueAll(Dictionary<long, List<int>> found)
    {
        foreach (var (pair, words) in found)
        {
            if (_pairCounts[pair] > 0)
            {
                Enqueue(pair, _pairCounts[pair], words);
            }
        }
    }

    private void Enqueue(long pair, long count, List<int> words) => _queue.Enqueue(new(pair, count, words), (-count, pair));
}
