using System.Numerics;

namespace Kiln.Tensors;

public sealed partial class RandomState
{
    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order, as <c>permutation(count)</c>.</summary>
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

    /// <summary>A copy of <paramref name="items"/> in random order, as <c>permutation(items)</c>.</summary>
    public T[] Permutation<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var copy = items.ToArray();
        Shuffle(copy.AsSpan());
        return copy;
    }

    /// <summary>Puts <paramref name="items"/> into random order, as <c>shuffle(items)</c>.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        Span<uint> places = stackalloc uint[256];
        for (var top = items.Length - 1; top > 0;)
        {
            // Places that are cut to the same number of bits are drawn together.
            var mask = uint.MaxValue >> BitOperations.LeadingZeroCount((uint)top);
            var drawn = places[..Math.Min(places.Length, top - (int)(mask >> 1))];
            _twister.NextBelow(drawn, (uint)top, mask);
            foreach (var place in drawn)
            {
                (items[top], items[(int)place]) = (items[(int)place], items[top]);
                top--;
            }
        }
    }

    /// <inheritdoc cref="Shuffle{T}(Span{T})"/>
    public void Shuffle<T>(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Shuffle(items.AsSpan());
    }
}
