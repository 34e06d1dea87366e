namespace Kiln.Tokenizers;

/// <summary>
/// Trains a Unigram model (Kudo, Subword Regularization, 2018): from many pieces, whose probabilities are estimated by expectation maximization with a sparse
/// prior (Liang, Klein 2007), those are removed whose loss costs the texts' likelihood least, until the vocabulary has the size that is wanted.
/// </summary>
/// <remarks>
/// The algorithm, its constants and the order of its sums in single precision are those of SentencePiece, whose pieces and scores it gives. Words are dealt out to a fixed
/// number of parts, so that the sums do not depend on the number of threads.
/// </remarks>
internal sealed class UnigramTrainer
{
    private const int Parts = 16;

    // Pieces that are expected less often go; of how many pieces more than wanted the last choice is made.
    private const float LeastExpected = 0.5f;
    private const double Surplus = 1.1;

    // What sets characters apart that were pruned and come back.
    private const float PenaltyStep = 0.0001f;

    private readonly UnigramTrainingOptions _options;
    private readonly UnigramCorpus _corpus;
    private readonly ParallelOptions _parallel;

    public UnigramTrainer(WordCounts counted, UnigramTrainingOptions options, CancellationToken cancellation)
    {
        _options = options;
        if (counted.Count == 0)
        {
            throw new TokenizerException("TrainUnigram: the texts have no words; expected at least one character to learn from");
        }

        _corpus = UnigramCorpus.Of(counted, options);
        Wanted = options.VocabularySize - options.SpecialTokens.Distinct(StringComparer.Ordinal).Count() - (options.ByteFallback ? 256 : 0);
        if (Wanted < Math.Max(1, _corpus.Required.Count))
        {
            var others = options.VocabularySize - Wanted;
            throw new TokenizerException(
                $"TrainUnigram: VocabularySize is {options.VocabularySize}, and the vocabulary begins with {others} special tokens and bytes and {_corpus.Required.Count} characters; "
                + $"give at least {others + Math.Max(1, _corpus.Required.Count)}, or a lower CharacterCoverage");
        }

        _parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
    }

    // How many pieces are made: specials and bytes apart.
    private int Wanted { get; }

    /// <summary>Trains; returns the pieces with their scores, the most probable ones first.</summary>
    public List<(string Piece, float Score)> Train()
    {
        _options.Progress?.Report(new("finding pieces", 0, null));
        var pieces = new UnigramSeeds(_corpus, _options).Find(_parallel.CancellationToken);
        var enough = (int)(_options.VocabularySize * Surplus);
        while (true)
        {
            for (var i = 0; i < _options.Iterations; i++)
            {
                var expected = Expect(pieces);
                pieces = Maximize(pieces, expected);
                _options.Progress?.Report(new("estimating", pieces.Count, null));
            }

            if (pieces.Count <= enough)
            {
                break;
            }

            pieces = new UnigramPruning(_corpus, pieces, Parts, _options.UsesEarlyLoss).Prune(Math.Max(enough, (int)((float)_options.ShrinkingFactor * pieces.Count)), _parallel);
        }

        return Finish(pieces);
    }

    // How often each piece is expected in the texts.
    private float[] Expect(UnigramPieces pieces)
    {
        pieces.Index();
        var lowest = pieces.LowestScore();
        var parts = new float[Parts][];
        Parallel.For(0, Parts, _parallel, part =>
        {
            var (expected, lattice) = (new float[pieces.Count], new UnigramLattice());
            for (var word = part; word < _corpus.Count; word += Parts)
            {
                lattice.Load(_corpus.Word(word), pieces, lowest);
                lattice.AddExpected(_corpus.CountOf(word), expected);
            }

            parts[part] = expected;
        });
        var sums = parts[0];
        for (var part = 1; part < Parts; part++)
        {
            for (var piece = 0; piece < sums.Length; piece++)
            {
                sums[piece] += parts[part][piece];
            }
        }

        return sums;
    }

    private static UnigramPieces Maximize(UnigramPieces pieces, float[] expected)
    {
        var kept = new UnigramPieces(pieces.SymbolCount);
        var sum = 0f;
        for (var piece = 0; piece < pieces.Count; piece++)
        {
            if (expected[piece] >= LeastExpected)
            {
                kept.Add(pieces[piece], expected[piece]);
                sum += expected[piece];
            }
        }

        if (kept.Count == 0)
        {
            // A text so short that every piece of it is doubtful: it is left as it is.
            return pieces;
        }

        var logarithm = (float)Digamma(sum);
        foreach (ref var score in kept.Scores)
        {
            score = (float)(Digamma(score) - logarithm);
        }

        return kept;
    }

    // By recurrence up to 7, then the asymptotic series in 1 / (x - 1/2).
    private static double Digamma(double x)
    {
        var result = 0.0;
        for (; x < 7; x++)
        {
            result -= 1 / x;
        }

        x -= 1.0 / 2.0;
        var inverse = 1.0 / x;
        var square = inverse * inverse;
        var fourth = square * square;
        return result + (Math.Log(x) + ((1.0 / 24.0) * square) - ((7.0 / 960.0) * fourth) + ((31.0 / 8064.0) * fourth * square) - ((127.0 / 30720.0) * fourth * fourth));
    }

    // All required characters, and the most probable pieces besides.
    private List<(string Piece, float Score)> Finish(UnigramPieces pieces)
    {
        var singles = new Dictionary<int, int>();
        for (var piece = 0; piece < pieces.Count; piece++)
        {
            if (pieces[piece].Length == 1)
            {
                singles[pieces[piece][0]] = piece;
            }
        }

        var (lowest, penalty) = (pieces.LowestScore(), 0f);
        var chosen = new List<(int[] Symbols, float Score)>();
        foreach (var symbol in _corpus.Required.Select(item => _corpus.SymbolOf(item.CodePoint)))
        {
            if (singles.Remove(symbol, out var piece))
            {
                chosen.Add(([symbol], pieces.Scores[piece]));
            }
            else
            {
                chosen.Add(([symbol], lowest + penalty));
                penalty += PenaltyStep;
            }
        }

        var others = Enumerable.Range(0, pieces.Count).Where(piece => pieces[piece].Length > 1).Select(piece => (Symbols: pieces[piece].ToArray(), Score: pieces.Scores[piece]));
        chosen.AddRange(Ordered(others).Take(Wanted - chosen.Count));
        return [.. Ordered(chosen).Select(item => (string.Concat(item.Symbols.Select(symbol => char.ConvertFromUtf32(_corpus.CodePoints[symbol]))), item.Score))];
    }

    // Symbols are numbered in the order of code points, which is that of the bytes of UTF-8.
    private static (int[] Symbols, float Score)[] Ordered(IEnumerable<(int[] Symbols, float Score)> pieces)
    {
        var sorted = pieces.ToArray();
        Array.Sort(sorted, (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Symbols.AsSpan().SequenceCompareTo(b.Symbols));
        return sorted;
    }
}
