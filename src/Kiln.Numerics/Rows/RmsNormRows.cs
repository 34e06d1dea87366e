namespace Kiln.Numerics;

/// <summary>
/// Root-mean-square normalisation: layer normalisation without the mean and the shift (Zhang and Sennrich, 2019).
/// </summary>
public static class RmsNormRows
{
    /// <summary>y = x · r · γ with r = 1 / √(mean(x²) + ε), by row.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="x">rows × width numbers.</param>
    /// <param name="gamma">One factor for each column, or empty for ones.</param>
    /// <param name="epsilon">Added under the root.</param>
    /// <param name="y">rows × width results; may be <paramref name="x"/>.</param>
    /// <param name="scales">The factor r of each row, for the backward pass; may be empty.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(
        int rows,
        int width,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        double epsilon,
        Span<float> y,
        Span<float> scales) => NormRows.Forward<NormRows.Uncentered, float>("rms norm", rows, width, x, gamma, default, epsilon, y, default, scales);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, double, Span{float}, Span{float})"/>
    public static void Forward(
        int rows,
        int width,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> gamma,
        double epsilon,
        Span<double> y,
        Span<double> scales) => NormRows.Forward<NormRows.Uncentered, double>("rms norm", rows, width, x, gamma, default, epsilon, y, default, scales);

    /// <summary>
    /// The gradients, in one pass over the data: with x̂ = x · r and h = dy · γ, dx = r · (h − x̂ · mean(h · x̂)) by row. The sums for γ are taken by
    /// blocks of rows, which are added in order in float64.
    /// </summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="gamma">The factors of the forward pass, or empty.</param>
    /// <param name="scales">The factors r of the forward pass.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="dx">Receives the gradient of x; may be <paramref name="dy"/>; empty if not wanted.</param>
    /// <param name="dGamma">Receives Σ dy · x̂ of each column; empty if not wanted.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Backward(
        int rows,
        int width,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        Span<float> dGamma) => NormRows.Backward<NormRows.Uncentered, float>("rms norm", rows, width, x, gamma, default, scales, dy, dx, dGamma, default);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public static void Backward(
        int rows,
        int width,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> gamma,
        ReadOnlySpan<double> scales,
        ReadOnlySpan<double> dy,
        Span<double> dx,
        Span<double> dGamma) => NormRows.Backward<NormRows.Uncentered, double>("rms norm", rows, width, x, gamma, default, scales, dy, dx, dGamma, default);
}
