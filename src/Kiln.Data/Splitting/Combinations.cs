namespace Kiln.Data;

/// <summary>All ways to choose <c>k</c> of the numbers 0 to n − 1, ascending and in lexicographic order, as Python's <c>itertools.combinations</c>.</summary>
internal static class Combinations
{
    /// <summary>The choices, one at a time; the array is reused for the next.</summary>
    internal static IEnumerable<int[]> Of(int n, int k)
    {
        var chosen = FoldParts.Range(0, k);
        while (true)
        {
            yield return chosen;
            var last = k - 1;
            while (last >= 0 && chosen[last] == n - k + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            chosen[last]++;
            for (var i = last + 1; i < k; i++)
            {
                chosen[i] = chosen[i - 1] + 1;
            }
        }
    }

    /// <summary>How many there are.</summary>
    /// <exception cref="ArgumentException">More than an int counts.</exception>
    internal static int Count(string op, int n, int k)
    {
        Int128 count = 1;
        for (var i = 1; i <= Math.Min(k, n - k); i++)
        {
            count = count * (n - i + 1) / i;
            if (count > int.MaxValue)
            {
                throw new ArgumentException($"{op}: choosing {k} of {n} gives more than {int.MaxValue} splits; choose fewer, or draw them with ShuffleSplit");
            }
        }

        return k > n ? 0 : (int)count;
    }
}
