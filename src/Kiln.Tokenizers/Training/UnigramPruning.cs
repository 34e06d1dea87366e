namespace Kiln.Tokenizers;

/// <summary>
/// Removes the pieces of a Unigram model whose loss costs least: what the likelihood of the texts loses when each stands written in the pieces of its second best way.
/// </summary>
/// <param name="corpus">The words.</param>
/// <param name="pieces">The pieces with their scores, with their trie.</param>
/// <param name="parts">Into how many parts the words are dealt out.</param>
/// <param name="usesEarlyLoss">See <see cref="UnigramTrainingOptions.UsesEarlyLoss"/>.</param>
internal sealed class UnigramPruning(UnigramCorpus corpus, UnigramPieces pieces, int parts, bool usesEarlyLoss)
{
    // How many pieces are worth a thread's turn.
    private const int Batch = 256;

    private readonly float[] _counts = new float[pieces.Count], _occurrences = new float[pieces.Count];
    private readonly int[][] _alternatives = new int[pieces.Count][];
    private readonly bool[] _isDoubtful = new bool[pieces.Count];
    private float _lowest, _words;

    /// <summary>Makes the pieces that are left.</summary>
    public UnigramPieces Prune(int size, ParallelOptions options)
    {
        pieces.Index();
        _lowest = pieces.LowestScore();
        Count(options);
        FindAlternatives(options);
        var sum = 0.0;
        foreach (var count in _counts)
        {
            sum += count;
        }

        var kept = new UnigramPieces(pieces.SymbolCount);
        var losses = new List<(int Piece, float Loss)>();
        for (var piece = 0; piece < pieces.Count; piece++)
        {
            if (_counts[piece] == 0 || _isDoubtful[piece])
            {
                continue;
            }

            if (_alternatives[piece].Length == 0)
            {
                kept.Add(pieces[piece], pieces.Scores[piece]);
            }
            else
            {
                losses.Add((piece, Loss(piece, (float)sum)));
            }
        }

        // The order is stable: of equal losses the first piece counts.
        foreach (var (piece, _) in losses.OrderByDescending(item => item.Loss).Take(Math.Max(0, size - kept.Count)))
        {
            kept.Add(pieces[piece], pieces.Scores[piece]);
        }

        return kept;
    }

    // How often each piece is in the best ways to write the words.
    private void Count(ParallelOptions options)
    {
        var (counts, words, seen) = (new float[parts][], new float[parts], new List<(int Piece, float Count)>[parts]);
        Parallel.For(0, parts, options, part =>
        {
            (counts[part], seen[part]) = (new float[pieces.Count], []);
            var lattice = new UnigramLattice();
            for (var word = part; word < corpus.Count; word += parts)
            {
                var count = (float)corpus.CountOf(word);
                lattice.Load(corpus.Word(word), pieces, _lowest);
                words[part] += count;
                foreach (var piece in lattice.FindBest())
                {
                    counts[part][piece] += count;
                    seen[part].Add((piece, count));
                }
            }
        });
        for (var part = 0; part < parts; part++)
        {
            _words += words[part];
            for (var piece = 0; piece < _counts.Length; piece++)
            {
                _counts[piece] += counts[part][piece];
            }

            // The same sums, but for the order of rounding.
            foreach (var (piece, count) in seen[part])
            {
                _occurrences[piece] += count;
            }
        }
    }

    // How each piece that is in use would be written without it.
    private void FindAlternatives(ParallelOptions options) => Parallel.For(0, (pieces.Count + Batch - 1) / Batch, options, () => (Lattice: new UnigramLattice(), Second: new List<int>()), (batch, _, local) =>
    {
        for (var piece = batch * Batch; piece < Math.Min(pieces.Count, (batch + 1) * Batch); piece++)
        {
            _alternatives[piece] = [];
            if (_counts[piece] == 0)
            {
                continue;
            }

            local.Second.Clear();
            local.Lattice.Load(pieces[piece], pieces, _lowest);
            var best = local.Lattice.FindTwoBest(local.Second);

            // What is better written in several pieces is not needed.
            _isDoubtful[piece] = best >= 2 && local.Second.Count > 0;
            _alternatives[piece] = best == 1 ? [.. local.Second] : [];
        }

        return local;
    }, _ => { });

    private float Loss(int piece, float sum)
    {
        var (logarithm, count, alternatives) = ((float)Math.Log(sum), _counts[piece], _alternatives[piece]);
        var with = (float)(Math.Log(count) - logarithm);

        // Without the piece there are as many more pieces as it would be written in.
        var more = (usesEarlyLoss ? pieces.Count : alternatives.Length) - 1;
        var logarithmWithout = (float)Math.Log(sum + (count * more));
        var without = 0f;
        foreach (var other in alternatives)
        {
            without = (float)(without + (Math.Log(_counts[other] + count) - logarithmWithout));
        }

        return _occurrences[piece] / _words * (with - without);
    }
}
