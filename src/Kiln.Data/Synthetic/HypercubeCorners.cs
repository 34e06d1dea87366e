using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Distinct random corners of a hypercube, in the way scikit-learn draws them.</summary>
internal static class HypercubeCorners
{
    // Corners are drawn as numbers; coordinates beyond these bits are drawn one by one.
    private const int Bits = 30;

    /// <summary>Coordinates of 0 or 1, (count, dimensions).</summary>
    internal static double[] Draw(int count, int dimensions, RandomState random)
    {
        var loose = Math.Max(0, dimensions - Bits);
        var extra = random.RandInt(0, 2, checked(count * loose));
        var numbers = WithoutReplacement(1 << (dimensions - loose), count, random);
        var corners = new double[checked(count * dimensions)];
        for (var i = 0; i < count; i++)
        {
            var corner = corners.AsSpan(i * dimensions, dimensions);
            for (var k = 0; k < dimensions; k++)
            {
                corner[k] = k < loose ? extra[(i * loose) + k] : (numbers[i] >> (dimensions - 1 - k)) & 1;
            }
        }

        return corners;
    }

    /// <summary>
    /// Distinct numbers below <paramref name="population"/>: the beginning of a permutation; when they are very few, draws until a new one comes;
    /// when they are almost all, a reservoir (J. S. Vitter, "Random sampling with a reservoir", ACM TOMS 11, 1985).
    /// </summary>
    internal static int[] WithoutReplacement(int population, int count, RandomState random)
    {
        var share = (double)count / population;
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
