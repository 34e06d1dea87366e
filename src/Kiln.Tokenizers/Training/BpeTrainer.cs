using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Trains byte pair encoding (Sennrich, Haddow, Birch 2016): the most frequent pair of neighbouring pieces becomes a piece, again and again; of equally frequent
/// ones the pair of the lowest ids. Counts are kept up to date by looking at the words that have the pair alone. What happens where two pairs make the same
/// piece is as in Hugging Face's trainer, whose vocabulary and merges this gives.
/// </summary>
/// <remarks>
/// One training is most of what a program asks of this code, so its loops are compiled for speed at once and not after they have run for a while.
/// </remarks>
internal sealed class BpeTrainer
{
    private readonly TokenizerTrainingOptions _options;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _pieces = [];
    private readonly List<(int Left, int Right, int Result)> _merges = [];

    // The words as pieces; a word only ever gets shorter. Of how many characters a piece is counts where that is limited.
    private int[] _symbols = [], _starts = [], _lengths = [], _counts = [];
    private readonly List<int> _sizes = [];

    private readonly PairCounts _pairs = new();
    private readonly MergeCandidates _candidates = new();
    private readonly List<(ulong Pair, int List)> _found = [];

    public BpeTrainer(TokenizerTrainingOptions options) => _options = options.Checked();

    /// <summary>The pieces, in the order of their ids.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>The merges in their order.</summary>
    public IReadOnlyList<(int Left, int Right, int Result)> Merges => _merges;

    public void Train(WordCounts words, CancellationToken cancellation)
    {
        foreach (var token in _options.SpecialTokens)
        {
            IdOf(token);
        }

        AddAlphabet(words);
        Split(words);
        if (_pieces.Count > _options.VocabularySize)
        {
            throw new TokenizerException(
                $"the vocabulary is to have {_options.VocabularySize} pieces, and special tokens and single characters alone are {_pieces.Count}; ask for more than {_pieces.Count}, or set AlphabetLimit");
        }

        CountPairs();
        var having = new List<int>();
        while (_pieces.Count < _options.VocabularySize && !_candidates.IsEmpty)
        {
            var top = _candidates.Take();
            var count = _pairs[top.Pair].Count;
            if (top.Count != count)
            {
                _candidates.Add(top with { Count = count });
                continue;
            }

            if (count < 1 || _options.MinFrequency > count)
            {
                break;
            }

            _candidates.TakeWords(top.List, having);
            Merge(top.Pair, CollectionsMarshal.AsSpan(having));
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
            _sizes.Add(1);
        }

        return id;
    }

    // Single characters, in the order of their code points.
    private void AddAlphabet(WordCounts words)
    {
        var counts = BpeAlphabet.Count(words);
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
        var symbols = new List<int>();
        (_starts, _lengths, _counts) = (new int[order.Length], new int[order.Length], new int[order.Length]);
        var alphabet = new BpeAlphabet(IdOf, _ids.ContainsKey, _options.ContinuingSubwordPrefix ?? "", _options.EndOfWordSuffix ?? "");
        for (var i = 0; i < order.Length; i++)
        {
            (_starts[i], _counts[i]) = (symbols.Count, (int)words.CountOf(order[i]));
            var isFirst = true;
            for (var rest = words.Word(order[i]); !rest.IsEmpty; isFirst = false)
            {
                Rune.DecodeFromUtf8(rest, out var rune, out var length);
                rest = rest[length..];
                if (alphabet.PieceOf(rune, isFirst, rest.IsEmpty) is >= 0 and var piece)
                {
                    symbols.Add(piece);
                }
            }

            _lengths[i] = symbols.Count - _starts[i];
        }

        _symbols = [.. symbols];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountPairs()
    {
        for (var word = 0; word < _starts.Length; word++)
        {
            var symbols = _symbols.AsSpan(_starts[word], _lengths[word]);
            for (var i = 0; i + 1 < symbols.Length; i++)
            {
                Gain(symbols[i], symbols[i + 1], word);
            }
        }

        AddFound();
    }

    private void Merge(ulong pair, ReadOnlySpan<int> words)
    {
        var (left, right) = ((int)(pair >> 32), (int)pair);
        var tail = _pieces[right];
        tail = _options.ContinuingSubwordPrefix is { Length: > 0 } prefix && tail.StartsWith(prefix, StringComparison.Ordinal) ? tail[prefix.Length..] : tail;
        var result = IdOf(_pieces[left] + tail);
        _sizes[result] = _sizes[left] + _sizes[right];
        _merges.Add((left, right, result));
        foreach (var word in words)
        {
            MergeWord(word, left, right, result);
        }

        AddFound();
    }

    // The neighbours of every new piece have it beside them now instead of its halves.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeWord(int word, int left, int right, int result)
    {
        var symbols = _symbols.AsSpan(_starts[word], _lengths[word]);
        var kept = 0;
        for (var at = 0; at < symbols.Length; at++, kept++)
        {
            if (symbols[at] != left || at + 1 >= symbols.Length || symbols[at + 1] != right)
            {
                symbols[kept] = symbols[at];
                continue;
            }

            if (kept > 0)
            {
                var before = symbols[kept - 1];
                _pairs[PairCounts.Pair(before, left)].Count -= _counts[word];
                if (Fits(before, result))
                {
                    Gain(before, result, word);
                }
            }

            at++;
            if (at + 1 < symbols.Length)
            {
                var after = symbols[at + 1];
                _pairs[PairCounts.Pair(right, after)].Count -= _counts[word];
                if (Fits(after, result))
                {
                    Gain(result, after, word);
                }
            }

            symbols[kept] = result;
        }

        _lengths[word] = kept;
    }

    private bool Fits(int neighbor, int result) => _options.MaxTokenLength is not { } longest || (long)_sizes[neighbor] + _sizes[result] < longest;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gain(int left, int right, int word)
    {
        var pair = PairCounts.Pair(left, right);
        ref var entry = ref _pairs[pair];
        entry.Count += _counts[word];
        if (entry.Merge != _merges.Count)
        {
            (entry.Merge, entry.Candidate) = (_merges.Count, _candidates.AddList());
            _found.Add((pair, entry.Candidate));
        }

        _candidates.AddWord(entry.Candidate, word);
    }

    private void AddFound()
    {
        foreach (var (pair, list) in _found)
        {
            var count = _pairs[pair].Count;
            if (count > 0)
            {
                _candidates.Add(new(pair, count, list));
            }
        }

        _found.Clear();
    }
}
