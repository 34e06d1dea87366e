using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Pieces of symbols with their scores, and the trie to find those that a word begins with: a table of (node, symbol), so that its size does not depend on the number
/// of characters.
/// </summary>
/// <param name="symbols">How many symbols there are.</param>
internal sealed class UnigramPieces(int symbols)
{
    /// <summary>The node where every piece begins.</summary>
    public const int Root = 0;

    private readonly List<int> _symbols = [];
    private readonly List<int> _starts = [0];
    private readonly List<float> _scores = [];
    private readonly int _width = BitOperations.Log2((uint)symbols) + 1;

    private Entry[] _table = [];
    private int _nodes, _shift;

    private struct Entry
    {
        public ulong Key;
        public int Child, Piece;
    }

    /// <summary>The number of pieces.</summary>
    public int Count => _scores.Count;

    /// <summary>How many symbols there are.</summary>
    public int SymbolCount => symbols;

    /// <summary>The logarithms of the pieces' probabilities, or other numbers on the way to them.</summary>
    public Span<float> Scores => CollectionsMarshal.AsSpan(_scores);

    /// <summary>The symbols of a piece.</summary>
    public ReadOnlySpan<int> this[int piece] => CollectionsMarshal.AsSpan(_symbols)[_starts[piece].._starts[piece + 1]];

    /// <summary>The smallest score.</summary>
    public float LowestScore()
    {
        var lowest = float.MaxValue;
        foreach (var score in Scores)
        {
            lowest = Math.Min(lowest, score);
        }

        return lowest;
    }

    public void Add(ReadOnlySpan<int> piece, float score)
    {
        _symbols.AddRange(piece);
        _starts.Add(_symbols.Count);
        _scores.Add(score);
    }

    /// <summary>Makes the trie of what was added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Index()
    {
        _table = new Entry[1 << 12];
        (_shift, _nodes) = (64 - 12, 0);
        for (var piece = 0; piece < Count; piece++)
        {
            ref var entry = ref Unsafe.NullRef<Entry>();
            var node = Root;
            foreach (var symbol in this[piece])
            {
                entry = ref FindOrAdd(node, symbol);
                node = entry.Child;
            }

            entry.Piece = piece;
        }
    }

    /// <summary>The child of a node by a symbol, or -1; and the piece that ends there, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int node, int symbol, out int piece)
    {
        ref var entry = ref Find(((ulong)node << _width) | (uint)symbol);
        var isThere = entry.Key != 0;
        piece = isThere ? entry.Piece : -1;
        return isThere ? entry.Child : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Find(ulong key)
    {
        var mask = (uint)_table.Length - 1;
        var slot = (uint)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_table[slot].Key != 0 && _table[slot].Key != key)
        {
            slot = (slot + 1) & mask;
        }

        return ref _table[slot];
    }

    private ref Entry FindOrAdd(int node, int symbol)
    {
        var key = ((ulong)node << _width) | (uint)symbol;
        ref var entry = ref Find(key);
        if (entry.Key == 0)
        {
            if ((_nodes + 1) * 2L > _table.Length)
            {
                Grow();
                entry = ref Find(key);
            }

            entry = new() { Key = key, Child = ++_nodes, Piece = -1 };
        }

        return ref entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        var before = _table;
        _table = new Entry[before.Length * 2];
        _shift--;
        foreach (var entry in before)
        {
            if (entry.Key != 0)
            {
                Find(entry.Key) = entry;
            }
        }
    }
}
