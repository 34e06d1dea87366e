using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Softmax and log-softmax of the rows of a matrix, and their gradients. The largest element is subtracted first, so nothing
/// overflows. A row with NaN or +∞, or of −∞ alone, gives NaN, as in PyTorch.
/// </summary>
public static unsafe class SoftmaxRows
{
    /// <summary>y = exp(x − max) / Σ exp(x − max), by row.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="x">rows × width numbers.</param>
    /// <param name="y">rows × width results; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(int rows, int width, ReadOnlySpan<float> x, Span<float> y) => Run<SoftmaxFunction, float>(rows, width, x, default, y, 1);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void Forward(int rows, int width, ReadOnlySpan<double> x, Span<double> y) =>
        Run<SoftmaxFunction, double>(rows, width, x, default, y, 1);

    /// <summary>The gradient: dx = y · (dy − Σ dy · y), by row.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="y">The results of the forward pass.</param>
    /// <param name="dy">The gradient of the results.</param>
    /// <param name="dx">The gradient of x; may be <paramref name="dy"/>.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Backward(int rows, int width, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Run<SoftmaxGradientFunction, float>(rows, width, y, dy, dx, 2);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(int rows, int width, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx) =>
        Run<SoftmaxGradientFunction, double>(rows, width, y, dy, dx, 2);

    /// <summary>y = x − max − log Σ exp(x − max), by row.</summary>
    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void LogForward(int rows, int width, ReadOnlySpan<float> x, Span<float> y) =>
        Run<LogSoftmaxFunction, float>(rows, width, x, default, y, 1);

    /// <inheritdoc cref="LogForward(int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void LogForward(int rows, int width, ReadOnlySpan<double> x, Span<double> y) =>
        Run<LogSoftmaxFunction, double>(rows, width, x, default, y, 1);

    /// <summary>The gradient of log-softmax: dx = dy − exp(y) · Σ dy, by row.</summary>
    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void LogBackward(int rows, int width, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Run<LogSoftmaxGradientFunction, float>(rows, width, y, dy, dx, 2);

    /// <inheritdoc cref="LogBackward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void LogBackward(int rows, int width, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx) =>
        Run<LogSoftmaxGradientFunction, double>(rows, width, y, dy, dx, 2);

    private static void Run<TRow, T>(int rows, int width, ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> y, int inputs)
        where TRow : struct, IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix("softmax", rows, width, x.Length, y.Length);
        if (inputs == 2)
        {
            RowChecks.Matrix("softmax", rows, width, other.Length, y.Length);
        }

        fixed (T* px = x, po = other, py = y)
        {
            RowLoops.Run<TRow, T>(rows, width, px, po, py, default);
        }
    }
}
