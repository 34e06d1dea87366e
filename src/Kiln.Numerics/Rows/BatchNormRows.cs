using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Batch normalisation over the rows of a matrix, one mean and variance per column (channels last: an image is height × width rows).
/// Ioffe and Szegedy, 2015.
/// </summary>
public static unsafe class BatchNormRows
{
    /// <summary>Mean and biased variance of each column: of blocks of rows in two passes, the blocks joined in order in float64.</summary>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="channels">How many columns.</param>
    /// <param name="x">rows × channels numbers.</param>
    /// <param name="mean">The mean of each column.</param>
    /// <param name="variance">The mean squared deviation of each column.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Statistics(int rows, int channels, ReadOnlySpan<float> x, Span<float> mean, Span<float> variance) =>
        Statistics<float>(rows, channels, x, mean, variance);

    /// <inheritdoc cref="Statistics(int, int, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public static void Statistics(int rows, int channels, ReadOnlySpan<double> x, Span<double> mean, Span<double> variance) =>
        Statistics<double>(rows, channels, x, mean, variance);

    /// <summary>y = (x − mean) · scale + shift, by column.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="channels">How many columns.</param>
    /// <param name="x">rows × channels numbers.</param>
    /// <param name="mean">One per column.</param>
    /// <param name="scale">One per column: γ / √(variance + ε).</param>
    /// <param name="shift">One per column: β.</param>
    /// <param name="y">rows × channels results.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Normalize(
        int rows, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y) =>
        Normalize<float>(rows, channels, x, mean, scale, shift, y);

    /// <inheritdoc cref="Normalize(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Normalize(
        int rows, int channels, ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> scale, ReadOnlySpan<double> shift, Span<double> y) =>
        Normalize<double>(rows, channels, x, mean, scale, shift, y);

    /// <summary>Σ dy and Σ dy · (x − mean) of each column: what the gradients of shift, scale and input are made of.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="channels">How many columns.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="mean">The means used there.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="sum">Σ dy of each column.</param>
    /// <param name="dot">Σ dy · (x − mean) of each column.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void GradientSums(
        int rows, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> dy, Span<float> sum, Span<float> dot) =>
        GradientSums<float>(rows, channels, x, mean, dy, sum, dot);

    /// <inheritdoc cref="GradientSums(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public static void GradientSums(
        int rows, int channels, ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> dy, Span<double> sum, Span<double> dot) =>
        GradientSums<double>(rows, channels, x, mean, dy, sum, dot);

    /// <summary>dx = dy · scale + (x − mean) · dotWeight + offset, by column: the gradient of the input once the sums are known.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="channels">How many columns.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="mean">The means used there.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="scale">One per column: γ / √(variance + ε).</param>
    /// <param name="dotWeight">One per column: −scale · Σ dy (x − mean) / (rows · (variance + ε)).</param>
    /// <param name="offset">One per column: −scale · Σ dy / rows.</param>
    /// <param name="dx">rows × channels gradients.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void InputGradient(
        int rows,
        int channels,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> dotWeight,
        ReadOnlySpan<float> offset,
        Span<float> dx) => InputGradient<float>(rows, channels, x, mean, dy, scale, dotWeight, offset, dx);

    /// <inheritdoc cref="InputGradient(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void InputGradient(
        int rows,
        int channels,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> mean,
        ReadOnlySpan<double> dy,
        ReadOnlySpan<double> scale,
        ReadOnlySpan<double> dotWeight,
        ReadOnlySpan<double> offset,
        Span<double> dx) => InputGradient<double>(rows, channels, x, mean, dy, scale, dotWeight, offset, dx);

    private static void Statistics<T>(int rows, int channels, ReadOnlySpan<T> x, Span<T> mean, Span<T> variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        RowChecks.Matrix("batch norm", rows, channels, x.Length, x.Length);
        RowChecks.Length("batch norm", "mean", channels, mean.Length);
        RowChecks.Length("batch norm", "variance", channels, variance.Length);
        fixed (T* px = x, pm = mean, pv = variance)
        {
            ColumnMoments.Run(rows, channels, px, pm, pv);
        }
    }

    private static void GradientSums<T>(
        int rows, int channels, ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> dy, Span<T> sum, Span<T> dot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix("batch norm", rows, channels, x.Length, dy.Length);
        RowChecks.Length("batch norm", "mean", channels, mean.Length);
        RowChecks.Length("batch norm", "sum", channels, sum.Length);
        RowChecks.Length("batch norm", "dot", channels, dot.Length);
        fixed (T* px = x, pm = mean, pd = dy, ps = sum, pt = dot)
        {
            ColumnSums.Run<ColumnSums.GradientAndDot, T>(rows, channels, px, pd, pm, ps, pt, 1);
        }
    }

    private static void Normalize<T>(
        int rows, int channels, ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix("batch norm", rows, channels, x.Length, y.Length);
        PerColumn(channels, mean.Length, scale.Length, shift.Length);
        fixed (T* px = x, pm = mean, ps = scale, pb = shift, py = y)
        {
            ColumnMaps.Run<ColumnMaps.Affine, T>(rows, channels, px, null, pm, ps, null, pb, py);
        }
    }

    private static void InputGradient<T>(
        int rows,
        int channels,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> dotWeight,
        ReadOnlySpan<T> offset,
        Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix("batch norm", rows, channels, x.Length, dx.Length);
        RowChecks.Length("batch norm", "gradient", (long)rows * channels, dy.Length);
        PerColumn(channels, mean.Length, scale.Length, offset.Length);
        RowChecks.Length("batch norm", "dot weight", channels, dotWeight.Length);
        fixed (T* px = x, pm = mean, pd = dy, ps = scale, pw = dotWeight, po = offset, pr = dx)
        {
            ColumnMaps.Run<ColumnMaps.Gradient, T>(rows, channels, px, pd, pm, ps, pw, po, pr);
        }
    }

    private static void PerColumn(int channels, int mean, int scale, int shift)
    {
        RowChecks.Length("batch norm", "mean", channels, mean);
        RowChecks.Length("batch norm", "scale", channels, scale);
        RowChecks.Length("batch norm", "shift", channels, shift);
    }
}
