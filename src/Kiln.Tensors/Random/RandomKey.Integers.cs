namespace Kiln.Tensors;

public readonly partial record struct RandomKey
{
    private const ulong RetryDomain = 0x7265_7472_7920_2321;

    /// <summary>Element <paramref name="element"/> of the stream of integers uniform on [0, <paramref name="exclusiveMaximum"/>), without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public int Integer(int exclusiveMaximum, long element = 0) => (int)Integer(0L, exclusiveMaximum, element);

    /// <summary>
    /// Element <paramref name="element"/> of the stream of integers uniform on [<paramref name="low"/>, <paramref name="high"/>),
    /// without bias.
    /// </summary>
    /// <remarks>
    /// The upper half of the 128-bit product of a 64-bit word and the range, redrawn where the lower half falls into the part that
    /// does not divide evenly. Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019). A redraw takes a
    /// word that belongs to this element alone, so elements stay independent of one another.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public long Integer(long low, long high, long element)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(element);
        if (low >= high)
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"random integers: the interval [{low}, {high}) is empty");
        }

        var range = unchecked((ulong)high - (ulong)low);
        var key = this;
        for (long attempt = 1; ; attempt++)
        {
            var (first, second) = key.DoubleWords((ulong)element);
            if (Accept(first, range, out var value) || Accept(second, range, out value))
            {
                return unchecked((long)((ulong)low + value));
            }

            key = Mix((ulong)attempt, RetryDomain);
        }
    }

    /// <summary>Fills with integers uniform on [<paramref name="low"/>, <paramref name="high"/>), without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public void Integers(Span<int> destination, int low, int high, long firstElement = 0)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (int)Integer(low, high, firstElement + i);
        }
    }

    /// <inheritdoc cref="Integers(Span{int}, int, int, long)"/>
    public void Integers(Span<long> destination, long low, long high, long firstElement = 0)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = Integer(low, high, firstElement + i);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in an order every one of which is equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>Puts the items into random order, by the exchange method of Fisher, Yates and Durstenfeld.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Integer(i + 1, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static bool Accept(ulong word, ulong range, out ulong value)
    {
        value = Math.BigMul(word, range, out var low);
        return low >= range || low >= unchecked(0UL - range) % range;
    }
}
