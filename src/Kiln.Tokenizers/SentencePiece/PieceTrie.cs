namespace Kiln.Tokenizers;

/// <summary>
/// Finds the pieces that a text begins with, one byte at a time: a double array (Aoe 1989). The child of a node by a byte is at base + byte, and is one if it
/// names that node as its parent; three numbers a node, and a step is two reads.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>The node where every text begins.</summary>
    public const int Root = 0;

    // How many free places are looked at for the children of one node before they go to the end: bounds the time whatever the pieces are.
    private const int MostTries = 256;

    private int[] _base = new int[1024];
    private int[] _parent = new int[1024];
    private int[] _value = new int[1024];
    private int _size = 1, _firstFree = 1;

    /// <summary>Makes the trie of pieces and their values (at least 0). Of equal pieces the last one counts.</summary>
    public PieceTrie(IEnumerable<(byte[] Bytes, int Value)> pieces)
    {
        Array.Fill(_parent, -1);
        Array.Fill(_value, -1);
        var sorted = pieces.Where(piece => piece.Bytes.Length > 0).ToArray();
        Count = sorted.Length;
        Array.Sort(sorted, static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        if (sorted.Length > 0)
        {
            Build(sorted);
        }

        // A step may look 255 places beyond the last node.
        Array.Resize(ref _base, _size + 256);
        Resize(ref _parent, _size + 256);
        Resize(ref _value, _size + 256);
    }

    /// <summary>The number of pieces.</summary>
    public int Count { get; }

    /// <summary>The child of a node by a byte, or -1.</summary>
    public int Step(int node, byte next)
    {
        var child = _base[node] + next;
        return _parent[child] == node && child != Root ? child : -1;
    }

    /// <summary>The value of the piece that ends at a node, or -1.</summary>
    public int ValueAt(int node) => _value[node];

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

            if (_value[node] >= 0)
            {
                (longest, value) = (i + 1, _value[node]);
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
                _value[node] = sorted[from].Value;
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
            _base[node] = place;
            foreach (var next in bytes)
            {
                _parent[place + next] = node;
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
        while (_firstFree < _parent.Length && _parent[_firstFree] >= 0)
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

            tries += _parent[at] < 0 ? 1 : 0;
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
            if (_parent[place + next] >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Reserve(int size)
    {
        if (size > _parent.Length)
        {
            var room = (int)Math.Min(Array.MaxLength, Math.Max(size, _parent.Length * 2L));
            Array.Resize(ref _base, room);
            Resize(ref _parent, room);
            Resize(ref _value, room);
        }
    }

    private static void Resize(ref int[] array, int size)
    {
        var before = array.Length;
        Array.Resize(ref array, size);
        if (size > before)
        {
            array.AsSpan(before).Fill(-1);
        }
    }
}
