using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>Two interleaved half circles, which no straight line separates. scikit-learn's <c>make_moons</c>.</summary>
    /// <param name="samples">Rows, at least 1, half of them in each moon.</param>
    /// <param name="noise">The standard deviation of the noise added to the points; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <returns>x (samples, 2) and int64 labels y (samples,): 0 the outer moon, 1 the inner one.</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Moons(int samples = 100, double noise = 0, uint seed = 0, bool shuffle = true, DType dtype = DType.Float32) =>
        Moons((samples / 2, samples - (samples / 2)), noise, seed, shuffle, dtype);

    /// <summary>Two interleaved half circles of given sizes. scikit-learn's <c>make_moons(n_samples=(…, …))</c>.</summary>
    /// <inheritdoc cref="Moons(int, double, uint, bool, DType)"/>
    /// <param name="samples">The rows of the outer and of the inner moon.</param>
    /// <param name="noise">The standard deviation of the noise added to the points; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    public static (Tensor X, Tensor Y) Moons(
        (int Outer, int Inner) samples, double noise = 0, uint seed = 0, bool shuffle = true, DType dtype = DType.Float32)
    {
        CheckPair(samples);
        var outer = Steps(Math.PI, samples.Outer, withEnd: true).Select(t => (Math.Cos(t), Math.Sin(t)));
        var inner = Steps(Math.PI, samples.Inner, withEnd: true).Select(t => (1 - Math.Cos(t), 1 - Math.Sin(t) - 0.5));
        return TwoCurves([.. outer], [.. inner], noise, seed, shuffle, dtype);
    }

    private static void CheckPair((int Outer, int Inner) samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples.Outer, nameof(samples));
        ArgumentOutOfRangeException.ThrowIfNegative(samples.Inner, nameof(samples));
        CheckSizes(checked(samples.Outer + samples.Inner));
    }

    private static (Tensor X, Tensor Y) TwoCurves(
        (double, double)[] outer, (double, double)[] inner, double noise, uint seed, bool shuffle, DType dtype)
    {
        CheckNoise(noise);
        var random = new RandomState(seed);
        (double, double)[] points = [.. outer, .. inner];
        var rows = shuffle ? Shuffled(points.Length, random) : [.. Enumerable.Range(0, points.Length)];
        var x = new double[2 * points.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            (x[2 * i], x[(2 * i) + 1]) = points[rows[i]];
        }

        if (noise > 0)
        {
            AddNoise(x, noise, random);
        }

        var labels = Array.ConvertAll(rows, row => row < outer.Length ? 0L : 1L);
        return (Make(x, [points.Length, 2], dtype), Tensor.From(labels, [points.Length]));
    }
}
