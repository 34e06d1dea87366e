namespace Kiln.Tensors;

public sealed partial class RandomState
{
    /// <summary>
    /// Draws <paramref name="count"/> of the numbers 0 to <paramref name="population"/> - 1, as
    /// <c>choice(population, count, replace, p)</c>.
    /// </summary>
    /// <param name="population">How many numbers there are to choose from.</param>
    /// <param name="count">How many to draw.</param>
    /// <param name="replace">Whether a number may come more than once.</param>
    /// <param name="probabilities">One for each number, with the sum 1; uniform when empty.</param>
    /// <exception cref="ArgumentException">
    /// The population is empty, more numbers are asked for than there are, or the probabilities are no distribution.
    /// </exception>
    public int[] Choice(int population, int count, bool replace = true, ReadOnlySpan<double> probabilities = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (population <= 0 && (count > 0 || population < 0))
        {
            throw new ArgumentOutOfRangeException(nameof(population), population, "choice: expected a population of at least 1");
        }

        CheckProbabilities(probabilities, population);
        if (!replace && count > population)
        {
            throw new ArgumentException(
                $"choice: cannot draw {count} of {population} without replacement; draw fewer or replace", nameof(count));
        }

        if (probabilities.IsEmpty)
        {
            return replace ? UniformChoice(population, count) : Permutation(population)[..count];
        }

        return replace ? WeightedChoice(probabilities, count) : WeightedSample(probabilities, count);
    }

    /// <summary>Draws <paramref name="count"/> of the items, as <c>choice(items, count, replace, p)</c>.</summary>
    /// <inheritdoc cref="Choice(int, int, bool, ReadOnlySpan{double})"/>
    public T[] Choice<T>(IReadOnlyList<T> items, int count, bool replace = true, ReadOnlySpan<double> probabilities = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Array.ConvertAll(Choice(items.Count, count, replace, probabilities), i => items[i]);
    }

    private int[] UniformChoice(int population, int count) =>
        count == 0 ? [] : Array.ConvertAll(RandInt(0, population, count), static i => (int)i);

    private int[] WeightedChoice(ReadOnlySpan<double> probabilities, int count)
    {
        var cumulative = Cumulative(probabilities);
        return Array.ConvertAll(RandomSample(count), u => CountAtMost(cumulative, u));
    }

    /// <summary>
    /// Rounds of weighted draws; each round keeps the first occurrence of every number it hits and gives those weight zero for the
    /// next, until enough distinct numbers are found.
    /// </summary>
    private int[] WeightedSample(ReadOnlySpan<double> probabilities, int count)
    {
        var weights = probabilities.ToArray();
        if (weights.Count(static w => w > 0) < count)
        {
            throw new ArgumentException(
                $"choice: {count} distinct numbers asked for, but fewer have a probability above zero", nameof(probabilities));
        }

        var found = new List<int>(count);
        while (found.Count < count)
        {
            var draws = RandomSample(count - found.Count);
            foreach (var index in found)
            {
                weights[index] = 0;
            }

            var cumulative = Cumulative(weights);
            var seen = new HashSet<int>();
            foreach (var u in draws)
            {
                var index = CountAtMost(cumulative, u);
                if (seen.Add(index))
                {
                    found.Add(index);
                }
            }
        }

        return [.. found];
    }

    private static double[] Cumulative(ReadOnlySpan<double> probabilities)
    {
        var cumulative = probabilities.ToArray();
        for (var i = 1; i < cumulative.Length; i++)
        {
            cumulative[i] += cumulative[i - 1];
        }

        var total = cumulative[^1];
        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] /= total;
        }

        return cumulative;
    }

    /// <summary>How many entries of an ascending array are at most <paramref name="value"/>: searchsorted from the right.</summary>
    private static int CountAtMost(double[] ascending, double value)
    {
        var low = 0;
        var high = ascending.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static void CheckProbabilities(ReadOnlySpan<double> probabilities, int population)
    {
        if (probabilities.IsEmpty)
        {
            return;
        }

        if (probabilities.Length != population)
        {
            throw new ArgumentException(
                $"choice: {probabilities.Length} probabilities for a population of {population}", nameof(probabilities));
        }

        // Compensated summation (Kahan 1965), as the reference does: a million small probabilities must still add up to 1.
        double sum = probabilities[0], lost = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] >= 0))
            {
                throw new ArgumentException(
                    $"choice: probability {i} is {probabilities[i]}; expected a number of at least 0", nameof(probabilities));
            }

            if (i > 0)
            {
                var y = probabilities[i] - lost;
                var t = sum + y;
                lost = t - sum - y;
                sum = t;
            }
        }

        if (!(Math.Abs(sum - 1) <= 1.4901161193847656e-08))
        {
            throw new ArgumentException($"choice: the probabilities sum to {sum}; expected 1", nameof(probabilities));
        }
    }
}
