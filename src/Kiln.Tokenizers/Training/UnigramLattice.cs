using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// All ways to cut one word into pieces: nodes from place to place, those that begin at a place in the order of their lengths. One thread uses it at a time.
/// </summary>
/// <remarks>
/// Sums are in single precision and in the order of SentencePiece 0.1.97, as they decide which of nearly equal pieces are kept. Characters that no piece has count
/// for the first piece, as there. The loops are compiled for speed at once, as a program trains once.
/// </remarks>
internal sealed class UnigramLattice
{
    // What an unknown character costs beyond the rarest piece; and from which difference on the smaller of two summands is nothing.
    private const float UnknownPenalty = 10, Negligible = 50;

    private int[] _begins = [], _ends = [], _pieces = [], _before = [];
    private float[] _scores = [], _bests = [];

    // Where the nodes that begin at a place are; and the nodes in the order of their ends, with where those of a place are.
    private int[] _first = [], _byEnd = [], _firstByEnd = [];
    private float[] _forward = [], _backward = [];
    private int _length;
    private readonly List<int> _path = [];
    private readonly List<Hypothesis> _hypotheses = [];
    private readonly List<int> _agenda = [];

    // A way from a node to the end of the word: the node (-1 for the beginning, -2 for the end), the next one, and the sums of scores.
    private readonly record struct Hypothesis(int Node, int Next, float Total, float Behind);

    /// <summary>Makes the lattice of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<int> word, UnigramPieces pieces, float lowestScore)
    {
        _length = word.Length;
        Reserve(word.Length + 2, ref _first, ref _firstByEnd);
        var scores = pieces.Scores;
        var count = 0;
        for (var at = 0; at < word.Length; at++)
        {
            _first[at] = count;
            var hasSingle = false;
            var node = UnigramPieces.Root;
            for (var end = at; end < word.Length;)
            {
                node = pieces.Step(node, word[end++], out var piece);
                if (node < 0)
                {
                    break;
                }

                if (piece >= 0)
                {
                    Add(count++, at, end, piece, scores[piece]);
                    hasSingle |= end == at + 1;
                }
            }

            if (!hasSingle)
            {
                Add(count++, at, at + 1, 0, lowestScore - UnknownPenalty);
            }
        }

        _first[word.Length] = count;
        OrderByEnd(count);
    }

    /// <summary>Adds to <paramref name="expected"/> how often each piece is expected in the word, <paramref name="count"/> times; returns the logarithm of the word's probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float AddExpected(float count, Span<float> expected)
    {
        if (_forward.Length < _length + 1)
        {
            (_forward, _backward) = (new float[_first.Length], new float[_first.Length]);
        }

        _forward[0] = 0;
        for (var at = 1; at <= _length; at++)
        {
            var sum = 0f;
            for (var i = _firstByEnd[at]; i < _firstByEnd[at + 1]; i++)
            {
                var node = _byEnd[i];
                sum = LogSum(sum, _scores[node] + _forward[_begins[node]], i == _firstByEnd[at]);
            }

            _forward[at] = sum;
        }

        _backward[_length] = 0;
        for (var at = _length - 1; at >= 0; at--)
        {
            var sum = 0f;
            for (var node = _first[at]; node < _first[at + 1]; node++)
            {
                sum = LogSum(sum, _scores[node] + _backward[_ends[node]], node == _first[at]);
            }

            _backward[at] = sum;
        }

        var all = _forward[_length];
        for (var node = 0; node < _first[_length]; node++)
        {
            var share = Math.Exp(_forward[_begins[node]] + _scores[node] + _backward[_ends[node]] - all);
            expected[_pieces[node]] = (float)(expected[_pieces[node]] + (count * share));
        }

        return all;
    }

    /// <summary>The pieces of the best way.</summary>
    public ReadOnlySpan<int> FindBest()
    {
        var last = Score();
        _path.Clear();
        for (var node = last; node >= 0; node = _before[node])
        {
            _path.Add(_pieces[node]);
        }

        _path.Reverse();
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_path);
    }

    /// <summary>
    /// Finds the two best ways by a search from the end whose estimate is exact. The first one's number of pieces is returned, and the pieces of the second one, if there
    /// is one, are added to <paramref name="second"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindTwoBest(List<int> second)
    {
        Score();
        _hypotheses.Clear();
        _agenda.Clear();
        Offer(new(End, -1, 0, 0));
        var firstLength = -1;
        while (_agenda.Count > 0)
        {
            var top = TakeTop();
            var (node, _, _, behind) = _hypotheses[top];
            if (node == Beginning)
            {
                var length = 0;
                for (var i = _hypotheses[top].Next; _hypotheses[i].Node != End; i = _hypotheses[i].Next, length++)
                {
                    if (firstLength >= 0)
                    {
                        second.Add(_pieces[_hypotheses[i].Node]);
                    }
                }

                if (firstLength >= 0)
                {
                    break;
                }

                firstLength = length;
                continue;
            }

            var place = node == End ? _length : _begins[node];
            if (place == 0)
            {
                Offer(new(Beginning, top, behind, behind));
                continue;
            }

            for (var i = _firstByEnd[place]; i < _firstByEnd[place + 1]; i++)
            {
                var left = _byEnd[i];
                Offer(new(left, top, _bests[left] + behind, _scores[left] + behind));
            }
        }

        return firstLength;
    }

    private const int Beginning = -1, End = -2;

    // The best sum up to and with each node, and the node before; returns the last node of the best way.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Score()
    {
        for (var node = 0; node < _first[_length]; node++)
        {
            _bests[node] = Left(_begins[node], _scores[node], out _before[node]);
        }

        Left(_length, 0, out var last);
        return last;
    }

    // Sums are compared with the score of the node to the right in them: rounding may make equal what differs, and then the longer left one is taken.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Left(int place, float score, out int before)
    {
        before = -1;
        if (place == 0)
        {
            return score;
        }

        var best = 0f;
        for (var i = _firstByEnd[place]; i < _firstByEnd[place + 1]; i++)
        {
            var sum = _bests[_byEnd[i]] + score;
            if (before < 0 || sum > best)
            {
                (before, best) = (_byEnd[i], sum);
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int node, int begin, int end, int piece, float score)
    {
        if (node == _begins.Length)
        {
            var room = Math.Max(64, node * 2);
            Array.Resize(ref _begins, room);
            Array.Resize(ref _ends, room);
            Array.Resize(ref _pieces, room);
            Array.Resize(ref _scores, room);
            (_byEnd, _before, _bests) = (new int[room], new int[room], new float[room]);
        }

        (_begins[node], _ends[node], _pieces[node], _scores[node]) = (begin, end, piece, score);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OrderByEnd(int count)
    {
        _firstByEnd.AsSpan(0, _length + 2).Clear();
        for (var node = 0; node < count; node++)
        {
            _firstByEnd[_ends[node] + 1]++;
        }

        for (var at = 1; at <= _length + 1; at++)
        {
            _firstByEnd[at] += _firstByEnd[at - 1];
        }

        for (var node = 0; node < count; node++)
        {
            _byEnd[_firstByEnd[_ends[node]]++] = node;
        }

        // What was counted up is where the next place's nodes are.
        for (var at = _length + 1; at > 0; at--)
        {
            _firstByEnd[at] = _firstByEnd[at - 1];
        }

        _firstByEnd[0] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LogSum(float x, float y, bool isFirst)
    {
        if (isFirst)
        {
            return y;
        }

        var (low, high) = x < y ? (x, y) : (y, x);
        return high > low + Negligible ? high : (float)(high + Math.Log(Math.Exp(low - high) + 1.0));
    }

    private static void Reserve(int size, ref int[] first, ref int[] second)
    {
        if (first.Length < size)
        {
            (first, second) = (new int[size * 2], new int[size * 2]);
        }
    }

    private float Total(int hypothesis) => _hypotheses[hypothesis].Total;

    private void Offer(Hypothesis hypothesis)
    {
        _hypotheses.Add(hypothesis);
        _agenda.Add(0);
        Raise(_agenda.Count - 1, _hypotheses.Count - 1);
    }

    private void Raise(int place, int hypothesis)
    {
        for (; place > 0 && Total(_agenda[(place - 1) / 2]) < Total(hypothesis); place = (place - 1) / 2)
        {
            _agenda[place] = _agenda[(place - 1) / 2];
        }

        _agenda[place] = hypothesis;
    }

    // Bottom-up (Wegener 1993): the hole goes down to a leaf, to the right where children are equal, and the last entry up from there. Which of equal ways comes first
    // depends on it, and is so in the C++ library that SentencePiece is built with.
    private int TakeTop()
    {
        var top = _agenda[0];
        var last = _agenda[^1];
        _agenda.RemoveAt(_agenda.Count - 1);
        if (_agenda.Count == 0)
        {
            return top;
        }

        var hole = 0;
        for (var child = 2; child <= _agenda.Count; child = (2 * hole) + 2)
        {
            if (child == _agenda.Count || Total(_agenda[child]) < Total(_agenda[child - 1]))
            {
                child--;
            }

            _agenda[hole] = _agenda[child];
            hole = child;
        }

        Raise(hole, last);
        return top;
    }
}
