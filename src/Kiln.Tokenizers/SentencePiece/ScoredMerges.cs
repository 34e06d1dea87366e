namespace Kiln.Tokenizers;

/// <summary>
/// Which neighbouring pieces merge under SentencePiece's BPE: any two that make a piece, the piece of the highest score first, the leftmost of equal ones. Every pair
/// that makes a piece has the rank of that piece, unlike in a list of merges.
/// </summary>
internal sealed class ScoredMerges
{
    // Finding the halves of a piece takes time in the square of its length; training makes pieces of some sixteen characters.
    private const int LongestPiece = 512;

    private readonly Dictionary<int, int> _lone = [];
    private readonly PairTable _results;
    private readonly int[] _rankOfPiece;

    public ScoredMerges(SentencePieceFile file, Vocabulary vocabulary)
    {
        var entries = new List<(int Left, int Right, int Result)>();
        _rankOfPiece = new int[file.Pieces.Count];
        var rank = -1;
        var score = float.PositiveInfinity;
        var order = Enumerable.Range(0, file.Pieces.Count).Where(id => IsText(file.Pieces[id].Type)).OrderByDescending(id => file.Pieces[id].Score);
        foreach (var id in order.TakeWhile(_ => file.Kind == SentencePieceModelKind.Bpe))
        {
            var piece = file.Pieces[id];
            (rank, score) = piece.Score < score ? (rank + 1, piece.Score) : (rank, score);
            _rankOfPiece[id] = rank;
            if (piece.Bytes.Length > LongestPiece)
            {
                throw new TokenizerFormatException($"SentencePiece model, piece {id}: it has {piece.Bytes.Length} bytes; pieces of BPE have at most {LongestPiece}");
            }

            for (var cut = 1; cut < piece.Bytes.Length; cut++)
            {
                if ((piece.Bytes[cut] & 0xC0) != 0x80 && Symbol(piece.Bytes.AsSpan(0, cut)) is >= 0 and var left && Symbol(piece.Bytes.AsSpan(cut)) is >= 0 and var right)
                {
                    entries.Add((left, right, id));
                }
            }
        }

        _results = new(entries.Count, file.Pieces.Count + _lone.Count, file.Pieces.Count);
        foreach (var (left, right, result) in entries)
        {
            _results.Set(left, right, result);
        }

        // A symbol: a piece, or a character that is none but part of pieces.
        int Symbol(ReadOnlySpan<byte> part)
        {
            if (vocabulary.TryGetId(part, out var found) && IsText(file.Pieces[found].Type))
            {
                return found;
            }

            return CodePoint(part) is var point && point < 0 ? -1 : _lone.TryGetValue(point, out var lone) ? lone : _lone[point] = file.Pieces.Count + _lone.Count;
        }
    }

    /// <summary>Whether a piece of this type can be made of text.</summary>
    public static bool IsText(SentencePieceType type) => type is SentencePieceType.Normal or SentencePieceType.UserDefined or SentencePieceType.Unused;

    /// <summary>The symbol of a character that is no piece; it merges like one, and alone it is unknown.</summary>
    public int Lone(ReadOnlySpan<byte> character) => _lone.Count > 0 && _lone.TryGetValue(CodePoint(character), out var symbol) ? symbol : -1;

    /// <summary>The rank at which two symbols merge and the piece they make; <see cref="MergeTable.None"/> where they do not.</summary>
    public int Find(int left, int right, out int result)
    {
        result = (left | right) < 0 ? -1 : _results.Find(left, right);
        return result < 0 ? MergeTable.None : _rankOfPiece[result];
    }

    /// <summary>The ranks of all neighbors among some symbols.</summary>
    public void RanksOf(ReadOnlySpan<int> symbols, Span<int> ranks)
    {
        _results.FindNeighbors(symbols, ranks);
        for (var i = 0; i < symbols.Length - 1; i++)
        {
            ranks[i] = RankOf(symbols[i], symbols[i + 1], ranks[i]);
        }
    }

    /// <summary>The ranks of a symbol with the one before it and with the one after it.</summary>
    public (int Before, int After) RanksAround(int before, int symbol, int after)
    {
        var (one, two) = _results.FindAround(before, symbol, after);
        return (RankOf(before, symbol, one), RankOf(symbol, after, two));
    }

    // Symbols below 0 never merge; what was found for them means nothing.
    private int RankOf(int left, int right, int result) => (left | right | result) < 0 ? MergeTable.None : _rankOfPiece[result];

    // The code point of a single character, or -1.
    private static int CodePoint(ReadOnlySpan<byte> text) =>
        System.Text.Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == text.Length ? rune.Value : -1;
}
