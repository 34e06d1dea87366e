using System.Numerics;

namespace Kiln.Data;

/// <summary>
/// The ascending order of values in which equal ones come as from <c>numpy.argsort(values)</c> with its default algorithm: that one is not
/// stable, and which of two groups of equal size is dealt out first depends on it.
/// </summary>
/// <remarks>
/// Quicksort with the median of three as pivot, placed next to the right end, the smaller part first, and insertion sort of up to 16 values
/// (R. Sedgewick, "Implementing Quicksort programs", Communications of the ACM 21, 1978). NumPy changes to a heapsort when the recursion gets
/// deeper than twice the logarithm of the length; values made to cause that are put into a stable order here.
/// </remarks>
public static class NumPyOrder
{
    private const int Short = 15;

    /// <summary>The places of the values in ascending order.</summary>
    /// <param name="values">The values. To order numbers of another type, give the rank of each.</param>
    public static int[] Sort(ReadOnlySpan<int> values)
    {
        var order = FoldParts.Range(0, values.Length);
        var waiting = new Stack<(int Left, int Right, int Depth)>();
        waiting.Push((0, values.Length - 1, 2 * BitOperations.Log2((uint)Math.Max(values.Length, 1))));
        while (waiting.TryPop(out var range))
        {
            var (left, right, depth) = range;
            if (depth < 0)
            {
                StableSort(values, order.AsSpan(left, right - left + 1));
                continue;
            }

            while (right - left > Short)
            {
                var middle = Partition(values, order, left, right);
                depth--;
                if (middle - left < right - middle)
                {
                    waiting.Push((middle + 1, right, depth));
                    right = middle - 1;
                }
                else
                {
                    waiting.Push((left, middle - 1, depth));
                    left = middle + 1;
                }
            }

            Insert(values, order, left, right);
        }

        return order;
    }

    private static int Partition(ReadOnlySpan<int> values, int[] order, int left, int right)
    {
        var middle = left + ((right - left) >> 1);
        SwapIfLess(values, order, middle, left);
        SwapIfLess(values, order, right, middle);
        SwapIfLess(values, order, middle, left);
        var pivot = values[order[middle]];
        var (i, j) = (left, right - 1);
        (order[middle], order[j]) = (order[j], order[middle]);
        while (true)
        {
            do
            {
                i++;
            }
            while (values[order[i]] < pivot);
            do
            {
                j--;
            }
            while (pivot < values[order[j]]);
            if (i >= j)
            {
                break;
            }

            (order[i], order[j]) = (order[j], order[i]);
        }

        (order[i], order[right - 1]) = (order[right - 1], order[i]);
        return i;
    }

    private static void SwapIfLess(ReadOnlySpan<int> values, int[] order, int first, int second)
    {
        if (values[order[first]] < values[order[second]])
        {
            (order[first], order[second]) = (order[second], order[first]);
        }
    }

    private static void Insert(ReadOnlySpan<int> values, int[] order, int left, int right)
    {
        for (var i = left + 1; i <= right; i++)
        {
            var moved = order[i];
            var j = i;
            for (; j > left && values[moved] < values[order[j - 1]]; j--)
            {
                order[j] = order[j - 1];
            }

            order[j] = moved;
        }
    }

    private static void StableSort(ReadOnlySpan<int> values, Span<int> order)
    {
        var keys = new long[order.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)values[order[i]] << 32) | (uint)i;
        }

        MemoryExtensions.Sort(keys.AsSpan(), order);
    }
}
