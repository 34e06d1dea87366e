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
        var numbers = Sampling.WithoutReplacement(1 << (dimensions - loose), count, random);
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
}
