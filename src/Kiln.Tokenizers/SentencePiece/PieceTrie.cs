using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Finds the pieces that a text begins with, one byte at a time: a double array (Aoe 1989). The child of a node by a byte is at base + byte, and is one if it
/// names that node as its parent. The three numbers of a node stand together, so a step reads one line of the cache.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>The node where every text begins.</summary>
    public const int Root = 0;

    // How many free places are looked at for the children of one node before they go to the end: bounds the time whatever the pieces are.
    private const int MostTries = 256;

    private Node[] _nodes = [];
    private int _size = 1, _firstFree = 1;

    private struct Node
    {
        public int Base, Parent, Value;
    }

    /// <summary>Makes the trie of pieces and their values (at least 0). Of equal pieces the last one counts.</summary>
    public PieceTrie(IEnumerable<(byte[] Bytes, int Value)> pieces)
    {
        Resize(1024);
        var sorted = pieces.Where(piece => piece.Bytes.Length > 0).ToArray();
        Count = sorted.Length;
        Array.Sort(sorted, static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        if (sorted.Length > 0)
        {
            Build(sorted);
        }

        // A step may look 255 places beyond the last node.
        Resize(_size + 256);
    }

    /// <summary>The number of pieces.</summary>
    public int Count { get; }

    /// <summary>The child of a node by a byte, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int node, byte next)
    {
        // The places of children are within the array, as it was built; the root is nobody's child.
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        var child = Unsafe.Add(ref nodes, node).Base + next;
        return Unsafe.Add(ref nodes, child).Parent == node ? child : -1;
    }

    /// <summary>The value of the piece that ends at a node, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ValueAt(int node) => _nodes[node].Value;

    /// <summary>The length of the longest piece that the text begins with, 0 for none.</summary>
    public int FindLongest(ReadOnlySpan<byte> text, out int value)
    {
        (var node, var longest, value) = (Root, 0, -1);
        for (var i = 0; i < text.Length; i++)
        {
            node = Step(node, text[i]);
            if (node < 0)
            {
                break;
            }

            if (_nodes[node].Value >= 0)
            {
                (longest, value) = (i + 1, _nodes[node].Value);
            }
        }

        return longest;
    }

    // Breadth first, with the range of sorted pieces that share the bytes of a node.
    private void Build((byte[] Bytes, int Value)[] sorted)
    {
        var queue = new Queue<(int Node, int From, int To, int Depth)>();
        queue.Enqueue((Root, 0, sorted.Length, 0));
        var (bytes, starts) = (new List<byte>(), new List<int>());
        while (queue.TryDequeue(out var range))
        {
            var (node, from, to, depth) = range;
            for (; from < to && sorted[from].Bytes.Length == depth; from++)
            {
                _nodes[node].Value = sorted[from].Value;
            }

            if (from == to)
            {
                continue;
            }

            bytes.Clear();
            starts.Clear();
            for (var i = from; i < to; i++)
            {
                if (bytes.Count == 0 || bytes[^1] != sorted[i].Bytes[depth])
                {
                    bytes.Add(sorted[i].Bytes[depth]);
                    starts.Add(i);
                }
            }

            var place = FindPlace(bytes);
            _nodes[node].Base = place;
            foreach (var next in bytes)
            {
                _nodes[place + next].Parent = node;
                _size = Math.Max(_size, place + next + 1);
            }

            for (var i = 0; i < bytes.Count; i++)
            {
                queue.Enqueue((place + bytes[i], starts[i], i + 1 < bytes.Count ? starts[i + 1] : to, depth + 1));
            }
        }
    }

    private int FindPlace(List<byte> bytes)
    {
        while (_firstFree < _nodes.Length && _nodes[_firstFree].Parent >= 0)
        {
            _firstFree++;
        }

        var tries = 0;
        for (var at = Math.Max(_firstFree, bytes[0] + 1); ; at++)
        {
            var place = tries < MostTries ? at - bytes[0] : Math.Max(_size, 1);
            Reserve(place + 256);
            if (place >= _size || AllFree(place, bytes))
            {
                return place;
            }

            tries += _nodes[at].Parent < 0 ? 1 : 0;
            if (tries == MostTries / 2 && at > _firstFree + 4096)
            {
                // What is left so far back is too scattered to be of use.
                _firstFree = at;
            }
        }
    }

    private bool AllFree(int place, List<byte> bytes)
    {
        foreach (var next in bytes)
        {
            if (_nodes[place + next].Parent >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Reserve(int size)
    {
        if (size > _nodes.Length)
        {
            Resize((int)Math.Min(Array.MaxLength, Math.Max(size, _nodes.Length * 2L)));
        }
    }

    private void Resize(int size)
    {
        var before = _nodes.Length;
        Array.Resize(ref _nodes, size);
        if (size > before)
        {
            _nodes.AsSpan(before).Fill(new() { Parent = -1, Value = -1 });
        }
    }
}
