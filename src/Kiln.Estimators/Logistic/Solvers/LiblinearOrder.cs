namespace Kiln.Estimators;

/// <summary>
/// The order in which LIBLINEAR, as scikit-learn builds it, visits samples: a Fisher-Yates shuffle by the Mersenne Twister, numbers brought to a range by
/// multiplication (D. Lemire, "Fast random integer generation in an interval", 2019). The seed is drawn by NumPy's generator, so that the same random_state visits them
/// in the same order.
/// </summary>
internal sealed class LiblinearOrder
{
    private readonly RandomState _random;
    private readonly uint[] _words = new uint[256];
    private readonly int[]? _classes;
    private int _next;

    /// <summary>Begins a stream.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="classes">The class of each sample; null for numbers.</param>
    public LiblinearOrder(uint seed, int[]? classes = null)
    {
        _random = new RandomState((uint)new RandomState(seed).RandInt(int.MaxValue));
        _classes = classes;
        _next = _words.Length;
    }

    /// <summary>All samples in the order in which LIBLINEAR holds them before the first shuffle: class after class.</summary>
    public int[] Begin(int rows)
    {
        var rowsInOrder = Enumerable.Range(0, rows);
        return _classes is null ? [.. rowsInOrder] : [.. rowsInOrder.OrderBy(row => _classes[row])];
    }

    /// <summary>Shuffles the first items.</summary>
    public void Shuffle(int[] items, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var j = i + (int)Below((uint)(count - i));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private uint Below(uint range)
    {
        var product = (ulong)Word() * range;
        var low = (uint)product;
        if (low < range)
        {
            for (var least = (uint)-range % range; low < least; low = (uint)product)
            {
                product = (ulong)Word() * range;
            }
        }

        return (uint)(product >> 32);
    }

    private uint Word()
    {
        if (_next == _words.Length)
        {
            _random.RandInt(0, 1L << 32, _words.AsSpan());
            _next = 0;
        }

        return _words[_next++];
    }
}
