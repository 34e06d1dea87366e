using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// A sheet rolled up in space (S. Marsland, Machine Learning: An Algorithmic Perspective, 2nd ed., chapter 6). scikit-learn's <c>make_swiss_roll</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="noise">The standard deviation of the noise added to the points; 0 by default.</param>
    /// <param name="hole">Whether the sheet has a hole in its middle; false by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, 3) and the place t (samples,) along the roll.</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor T) SwissRoll(
        int samples = 100, double noise = 0, bool hole = false, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples);
        CheckNoise(noise);
        var random = new RandomState(seed);
        double[] t, height;
        if (hole)
        {
            // Three by three tiles without the middle one.
            (double T, double Height)[] corners = [.. Enumerable.Range(0, 9).Where(tile => tile != 4).Select(tile => (Math.PI * (1.5 + (tile / 3)), tile % 3 * 7.0))];
            var tiles = random.Choice(8, samples);
            t = [.. tiles.Zip(random.RandomSample(samples), (tile, u) => corners[tile].T + (u * Math.PI))];
            height = [.. tiles.Zip(random.RandomSample(samples), (tile, u) => corners[tile].Height + (u * 7))];
        }
        else
        {
            t = Array.ConvertAll(random.RandomSample(samples), u => 1.5 * Math.PI * (1 + (2 * u)));
            height = Array.ConvertAll(random.RandomSample(samples), u => 21 * u);
        }

        return InSpace(t, i => t[i] * Math.Cos(t[i]), i => height[i], i => t[i] * Math.Sin(t[i]), noise, random, dtype);
    }

    /// <summary>A sheet bent like an S in space. scikit-learn's <c>make_s_curve</c>.</summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="noise">The standard deviation of the noise added to the points; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, 3) and the place t (samples,) along the S.</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor T) SCurve(int samples = 100, double noise = 0, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples);
        CheckNoise(noise);
        var random = new RandomState(seed);
        var t = Array.ConvertAll(random.RandomSample(samples), u => 3 * Math.PI * (u - 0.5));
        var height = Array.ConvertAll(random.RandomSample(samples), u => 2 * u);
        return InSpace(t, i => Math.Sin(t[i]), i => height[i], i => Math.Sign(t[i]) * (Math.Cos(t[i]) - 1), noise, random, dtype);
    }

    /// <summary>Points from their three coordinates, with noise drawn for all points one coordinate after the other.</summary>
    private static (Tensor X, Tensor T) InSpace(
        double[] t, Func<int, double> first, Func<int, double> second, Func<int, double> third, double noise, RandomState random, DType dtype)
    {
        var x = new double[checked(3 * t.Length)];
        Func<int, double>[] coordinates = [first, second, third];
        for (var k = 0; k < 3; k++)
        {
            for (var i = 0; i < t.Length; i++)
            {
                x[(3 * i) + k] = coordinates[k](i) + (noise * random.Randn());
            }
        }

        return (Make(x, [t.Length, 3], dtype), Make(t, [t.Length], dtype));
    }
}
