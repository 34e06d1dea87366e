using System.Numerics;

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
    private readonly ulong[] _keys;
    private readonly int[] _ranks, _results;
    private readonly int _shift;

    public ScoredMerges(SentencePieceFile file, Vocabulary vocabulary)
    {
        var entries = new List<(int Left, int Right, int Rank, int Result)>();
        var rank = -1;
        var score = float.PositiveInfinity;
        var order = Enumerable.Range(0, file.Pieces.Count).Where(id => IsText(file.Pieces[id].Type)).OrderByDescending(id => file.Pieces[id].Score);
        foreach (var id in order.TakeWhile(_ => file.Kind == SentencePieceModelKind.Bpe))
        {
            var piece = file.Pieces[id];
            (rank, score) = piece.Score < score ? (rank + 1, piece.Score) : (rank, score);
            if (piece.Bytes.Length > LongestPiece)
            {
                throw new TokenizerFormatException($"SentencePiece model, piece {id}: it has {piece.Bytes.Length} bytes; pieces of BPE have at most {LongestPiece}");
            }

            for (var cut = 1; cut < piece.Bytes.Length; cut++)
            {
                if ((piece.Bytes[cut] & 0xC0) != 0x80 && Symbol(piece.Bytes.AsSpan(0, cut)) is >= 0 and var left && Symbol(piece.Bytes.AsSpan(cut)) is >= 0 and var right)
                {
                    entries.Add((left, right, rank, id));
                }
            }
        }

        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, entries.Count * 2));
        (_keys, _ranks, _results) = (new ulong[size], new int[size], new int[size]);
        _shift = 64 - BitOperations.Log2(size);
        foreach (var (left, right, r, result) in entries)
        {
            var slot = Slot(Key(left, right));
            (_keys[slot], _ranks[slot], _results[slot]) = (Key(left, right), r, result);
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
        var slot = left >= 0 && right >= 0 ? Slot(Key(left, right)) : 0;
        var isFound = left >= 0 && right >= 0 && _keys[slot] != 0;
        result = isFound ? _results[slot] : -1;
        return isFound ? _ranks[slot] : MergeTable.None;
    }

    private uint Slot(ulong key)
    {
        var mask = (uint)_keys.Length - 1;
        var slot = (uint)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)right;

    // The code point of a single character, or -1.
    private static int CodePoint(ReadOnlySpan<byte> text) =>
        System.Text.Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == text.Length ? rune.Value : -1;
}
