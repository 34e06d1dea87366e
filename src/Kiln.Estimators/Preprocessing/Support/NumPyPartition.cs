using System.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The places of values after <c>numpy.argpartition</c>: the one of a rank is where it is in ascending order, the smaller ones are before it, the larger ones behind it, and in which order
/// those come depends on the algorithm.
/// </summary>
/// <remarks>
/// Quickselect with the median of three as pivot, which leaves the least of them next to the left end; ranks up to the third by exchanging the least, and the last rank by the last of the
/// largest values. NumPy takes medians of medians once twice the logarithm of the length of rounds have not ended it (D. R. Musser, "Introspective sorting and selection algorithms",
/// Software: Practice and Experience 27, 1997); values made to cause that are sorted here.
/// </remarks>
internal static class NumPyPartition
{
    /// <summary>The places.</summary>
    /// <param name="values">The values, none NaN.</param>
    /// <param name="rank">The rank that is to be at its place, from 0.</param>
    public static int[] Places(ReadOnlySpan<double> values, int rank)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        if (rank < 3)
        {
            for (var i = 0; i <= rank; i++)
            {
                var least = i;
                for (var k = i + 1; k < order.Length; k++)
                {
                    least = values[order[k]] < values[order[least]] ? k : least;
                }

                (order[i], order[least]) = (order[least], order[i]);
            }
        }
        else if (rank == order.Length - 1)
        {
            var most = 0;
            for (var k = 1; k < order.Length; k++)
            {
                most = values[order[k]] < values[order[most]] ? most : k;
            }

            (order[rank], order[most]) = (order[most], order[rank]);
        }
        else
        {
            Select(values, order, rank);
        }

        return order;
    }

    private static void Select(ReadOnlySpan<double> values, int[] order, int rank)
    {
        var (low, high, rounds) = (0, order.Length - 1, 2 * BitOperations.Log2((uint)order.Length));
        while (low + 1 < high)
        {
            if (rounds-- <= 0 && high - low > 5)
            {
                var rest = order.AsSpan(low, high - low + 1);
                var keys = new double[rest.Length];
                for (var i = 0; i < keys.Length; i++)
                {
                    keys[i] = values[rest[i]];
                }

                MemoryExtensions.Sort(keys.AsSpan(), rest);
                return;
            }

            var middle = low + ((high - low) / 2);
            SwapIfLess(values, order, high, middle);
            SwapIfLess(values, order, high, low);
            SwapIfLess(values, order, low, middle);
            (order[middle], order[low + 1]) = (order[low + 1], order[middle]);
            var pivot = values[order[low]];
            var (left, right) = (low + 1, high);
            while (true)
            {
                do
                {
                    left++;
                }
                while (values[order[left]] < pivot);
                do
                {
                    right--;
                }
                while (pivot < values[order[right]]);
                if (right < left)
                {
                    break;
                }

                (order[left], order[right]) = (order[right], order[left]);
            }

            (order[low], order[right]) = (order[right], order[low]);
            (low, high) = (right <= rank ? left : low, right >= rank ? right - 1 : high);
        }

        if (high == low + 1)
        {
            SwapIfLess(values, order, high, low);
        }
    }

    private static void SwapIfLess(ReadOnlySpan<double> values, int[] order, int first, int second)
    {
        if (values[order[first]] < values[order[second]])
        {
            (order[first], order[second]) = (order[second], order[first]);
        }
    }
}
