using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Draws of distinct numbers in the way scikit-learn makes them (<c>sklearn.utils.random</c>).</summary>
public static class Sampling
{
    /// <summary>
    /// Distinct numbers below <paramref name="population"/>, those of scikit-learn's <c>sample_without_replacement</c>: the beginning of a permutation; when they
    /// are very few, draws until a new one comes; when they are almost all, a reservoir (J. S. Vitter, "Random sampling with a reservoir", ACM TOMS 11, 1985).
    /// </summary>
    /// <param name="population">How many numbers there are to choose from.</param>
    /// <param name="count">How many to draw, at most <paramref name="population"/>.</param>
    /// <param name="random">What they are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">More numbers are asked for than there are.</exception>
    public static int[] WithoutReplacement(int population, int count, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, population);
        var share = population == 0 ? 1 : (double)count / population;
        if (share is > 0.01 and < 0.99)
        {
            return random.Permutation(population)[..count];
        }

        var chosen = new int[count];
        if (share < 0.2)
        {
            var seen = new HashSet<int>(count);
            for (var i = 0; i < count; i++)
            {
                do
                {
                    chosen[i] = (int)random.RandInt(population);
                }
                while (!seen.Add(chosen[i]));
            }

            return chosen;
        }

        for (var i = 0; i < population; i++)
        {
            var place = i < count ? i : (int)random.RandInt(0, i + 1);
            if (place < count)
            {
                chosen[place] = i;
            }
        }

        return chosen;
    }
}
