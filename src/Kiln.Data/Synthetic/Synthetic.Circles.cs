using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>A circle around a smaller one. scikit-learn's <c>make_circles</c>.</summary>
    /// <param name="samples">Rows, at least 1, half of them on each circle.</param>
    /// <param name="noise">The standard deviation of the noise added to the points; 0 by default.</param>
    /// <param name="factor">The radius of the inner circle, at least 0 and below 1, that of the outer; 0.8 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <returns>x (samples, 2) and int64 labels y (samples,): 0 the outer circle, 1 the inner one.</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Circles(
        int samples = 100, double noise = 0, double factor = 0.8, uint seed = 0, bool shuffle = true, DType dtype = DType.Float32) =>
        Circles((samples / 2, samples - (samples / 2)), noise, factor, seed, shuffle, dtype);

    /// <summary>A circle around a smaller one, with given sizes. scikit-learn's <c>make_circles(n_samples=(…, …))</c>.</summary>
    /// <inheritdoc cref="Circles(int, double, double, uint, bool, DType)"/>
    /// <param name="samples">The rows of the outer and of the inner circle.</param>
    /// <param name="noise">The standard deviation of the noise added to the points; 0 by default.</param>
    /// <param name="factor">The radius of the inner circle, at least 0 and below 1, that of the outer; 0.8 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    public static (Tensor X, Tensor Y) Circles(
        (int Outer, int Inner) samples, double noise = 0, double factor = 0.8, uint seed = 0, bool shuffle = true, DType dtype = DType.Float32)
    {
        CheckPair(samples);
        if (!(factor is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "circles: the inner circle's radius is at least 0 and below 1");
        }

        var outer = Steps(2 * Math.PI, samples.Outer, withEnd: false).Select(t => (Math.Cos(t), Math.Sin(t)));
        var inner = Steps(2 * Math.PI, samples.Inner, withEnd: false).Select(t => (Math.Cos(t) * factor, Math.Sin(t) * factor));
        return TwoCurves([.. outer], [.. inner], noise, seed, shuffle, dtype);
    }
}
