using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Kiln.Tokenizers;

/// <summary>
/// Pieces and their ids: all pieces' bytes in one array, found by an open-addressing table. A vocabulary of 32,000 pieces takes less than a megabyte.
/// Immutable and safe to use from many threads.
/// </summary>
public sealed class Vocabulary
{
    private readonly byte[] _arena;
    private readonly int[] _starts, _lengths, _slots;

    internal Vocabulary(byte[] arena, int[] starts, int[] lengths, int count)
    {
        (_arena, _starts, _lengths, Count) = (arena, starts, lengths, count);
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 2))];
        for (var id = 0; id < lengths.Length; id++)
        {
            if (lengths[id] >= 0)
            {
                var slot = FindSlot(this[id]);
                _slots[slot] = id + 1;
                LongestPiece = Math.Max(LongestPiece, lengths[id]);
            }
        }
    }

    /// <summary>The number of pieces.</summary>
    public int Count { get; }

    /// <summary>The largest id, and one: what an embedding table needs as rows.</summary>
    public int Size => _lengths.Length;

    /// <summary>How many bytes the longest piece has.</summary>
    internal int LongestPiece { get; }

    /// <summary>The bytes of a piece.</summary>
    internal ReadOnlySpan<byte> this[int id] => _arena.AsSpan(_starts[id], _lengths[id]);

    /// <summary>Whether an id has a piece.</summary>
    /// <param name="id">The id.</param>
    public bool Contains(int id) => (uint)id < (uint)_lengths.Length && _lengths[id] >= 0;

    /// <summary>Finds the id of a piece.</summary>
    /// <param name="piece">The piece as the vocabulary has it.</param>
    /// <param name="id">Its id, or -1.</param>
    /// <returns>Whether there is such a piece.</returns>
    public bool TryGetId(string piece, out int id)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return TryGetId(System.Text.Encoding.UTF8.GetBytes(piece), out id);
    }

    /// <summary>Finds the id of a piece.</summary>
    /// <param name="piece">The piece in UTF-8.</param>
    /// <param name="id">Its id, or -1.</param>
    /// <returns>Whether there is such a piece.</returns>
    public bool TryGetId(ReadOnlySpan<byte> piece, out int id)
    {
        id = _slots[FindSlot(piece)] - 1;
        return id >= 0;
    }

    /// <summary>Finds the piece of an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="piece">Its piece.</param>
    /// <returns>Whether the id has one.</returns>
    public bool TryGetPiece(int id, [NotNullWhen(true)] out string? piece)
    {
        piece = Contains(id) ? System.Text.Encoding.UTF8.GetString(this[id]) : null;
        return piece is not null;
    }

    private uint FindSlot(ReadOnlySpan<byte> piece)
    {
        var mask = (uint)_slots.Length - 1;
        for (var slot = ByteHash.Of(piece) & mask; ; slot = (slot + 1) & mask)
        {
            var id = _slots[slot] - 1;
            if (id < 0 || piece.SequenceEqual(this[id]))
            {
                return slot;
            }
        }
    }
}
