namespace Kiln.Numerics;

/// <summary>
/// Layer normalisation: each row is brought to mean 0 and variance 1, then scaled and shifted by column (Ba, Kiros and Hinton, 2016).
/// </summary>
public static class LayerNormRows
{
    /// <summary>y = (x − mean) · r · γ + β with r = 1 / √(variance + ε), by row; the variance is the mean squared deviation, in a pass of its own.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="x">rows × width numbers.</param>
    /// <param name="gamma">One factor for each column, or empty for ones.</param>
    /// <param name="beta">One shift for each column, or empty for zeros.</param>
    /// <param name="epsilon">Added under the root.</param>
    /// <param name="y">rows × width results; may be <paramref name="x"/>.</param>
    /// <param name="means">The mean of each row, for the backward pass; may be empty.</param>
    /// <param name="scales">The factor r of each row, for the backward pass; may be empty.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(
        int rows,
        int width,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta,
        double epsilon,
        Span<float> y,
        Span<float> means,
        Span<float> scales) => NormRows.Forward<NormRows.Centered, float>("layer norm", rows, width, x, gamma, beta, epsilon, y, means, scales);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, double, Span{float}, Span{float}, Span{float})"/>
    public static void Forward(
        int rows,
        int width,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> gamma,
        ReadOnlySpan<double> beta,
        double epsilon,
        Span<double> y,
        Span<double> means,
        Span<double> scales) => NormRows.Forward<NormRows.Centered, double>("layer norm", rows, width, x, gamma, beta, epsilon, y, means, scales);

    /// <summary>
    /// The gradients, in one pass over the data: with x̂ = (x − mean) · r and h = dy · γ, dx = r · (h − mean(h) − x̂ · mean(h · x̂)) by row. The sums for γ and
    /// β are taken by blocks of rows, which are added in order in float64.
    /// </summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="gamma">The factors of the forward pass, or empty.</param>
    /// <param name="means">The means of the forward pass.</param>
    /// <param name="scales">The factors r of the forward pass.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="dx">Receives the gradient of x; may be <paramref name="dy"/>; empty if not wanted.</param>
    /// <param name="dGamma">Receives Σ dy · x̂ of each column; empty if not wanted.</param>
    /// <param name="dBeta">Receives Σ dy of each column; empty if not wanted.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Backward(
        int rows,
        int width,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> means,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        Span<float> dGamma,
        Span<float> dBeta) => NormRows.Backward<NormRows.Centered, float>("layer norm", rows, width, x, gamma, means, scales, dy, dx, dGamma, dBeta);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float})"/>
    public static void Backward(
        int rows,
        int width,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> gamma,
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> scales,
        ReadOnlySpan<double> dy,
        Span<double> dx,
        Span<double> dGamma,
        Span<double> dBeta) => NormRows.Backward<NormRows.Centered, double>("layer norm", rows, width, x, gamma, means, scales, dy, dx, dGamma, dBeta);
}
