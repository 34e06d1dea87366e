using System.Numerics;
using System.Runtime.CompilerServices;

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
    public static void Forward(int rows, int width, ReadOnlySpan<float> x, Span<float> y) => Run<ForwardRow, float>(rows, width, x, default, y, 1);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void Forward(int rows, int width, ReadOnlySpan<double> x, Span<double> y) =>
        Run<ForwardRow, double>(rows, width, x, default, y, 1);

    /// <summary>The gradient: dx = y · (dy − Σ dy · y), by row.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="y">The results of the forward pass.</param>
    /// <param name="dy">The gradient of the results.</param>
    /// <param name="dx">The gradient of x; may be <paramref name="dy"/>.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Backward(int rows, int width, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Run<BackwardRow, float>(rows, width, y, dy, dx, 2);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(int rows, int width, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx) =>
        Run<BackwardRow, double>(rows, width, y, dy, dx, 2);

    /// <summary>y = x − max − log Σ exp(x − max), by row.</summary>
    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void LogForward(int rows, int width, ReadOnlySpan<float> x, Span<float> y) =>
        Run<LogForwardRow, float>(rows, width, x, default, y, 1);

    /// <inheritdoc cref="LogForward(int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void LogForward(int rows, int width, ReadOnlySpan<double> x, Span<double> y) =>
        Run<LogForwardRow, double>(rows, width, x, default, y, 1);

    /// <summary>The gradient of log-softmax: dx = dy − exp(y) · Σ dy, by row.</summary>
    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void LogBackward(int rows, int width, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Run<LogBackwardRow, float>(rows, width, y, dy, dx, 2);

    /// <inheritdoc cref="LogBackward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void LogBackward(int rows, int width, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx) =>
        Run<LogBackwardRow, double>(rows, width, y, dy, dx, 2);

    private static void Run<TRow, T>(int rows, int width, ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> y, int inputs)
        where TRow : struct, IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix("softmax", rows, width, x.Length, y.Length);
        if (inputs == 2)
        {
            RowChecks.Matrix("softmax", rows, width, other.Length, y.Length);
        }

        RowLoops.Run<TRow, T>(rows, width, x, other, y);
    }

    private readonly struct ForwardRow : IRowFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Row<TStore, L, T>(T* x, T* other, T* y, int width, T* scratch)
            where TStore : struct, IStoreMode
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T* exponentials = TStore.Streams ? scratch : y;
            L shift = L.Broadcast(RowSums.Max<L, T>(x, width));
            L even = L.Constant(0);
            L odd = L.Constant(0);
            int i = 0;
            for (; i <= width - 2 * L.Count; i += 2 * L.Count)
            {
                NextRow.Fetch<TStore, T>(x + width + i);
                NextRow.Fetch<TStore, T>(x + width + i + L.Count);
                L a = LaneMath.Exp<L, T>(L.Load(x + i) - shift);
                L b = LaneMath.Exp<L, T>(L.Load(x + i + L.Count) - shift);
                L.Store(a, exponentials + i);
                L.Store(b, exponentials + i + L.Count);
                even += a;
                odd += b;
            }

            for (; i < width; i += L.Count)
            {
                int n = Math.Min(L.Count, width - i);
                L a = LaneMath.Exp<L, T>(Tail.Load<L, T>(x + i, n, T.NegativeInfinity) - shift);
                Tail.Store<L, T>(a, exponentials + i, n);
                even += a;
            }

            L scale = L.Broadcast(T.One / L.Sum(even + odd));
            for (i = 0; i <= width - L.Count; i += L.Count)
            {
                TStore.Store(L.Load(exponentials + i) * scale, y + i);
            }

            if (i < width)
            {
                Tail.Store<L, T>(Tail.Load<L, T>(exponentials + i, width - i, T.Zero) * scale, y + i, width - i);
            }
        }
    }

    private readonly struct BackwardRow : IRowFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Row<TStore, L, T>(T* x, T* other, T* y, int width, T* scratch)
            where TStore : struct, IStoreMode
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            L shift = L.Broadcast(RowSums.Dot<L, T>(x, other, width));
            int i = 0;
            for (; i <= width - L.Count; i += L.Count)
            {
                NextRow.Fetch<TStore, T>(x + width + i);
                NextRow.Fetch<TStore, T>(other + width + i);
                TStore.Store(L.Load(x + i) * (L.Load(other + i) - shift), y + i);
            }

            if (i < width)
            {
                int n = width - i;
                Tail.Store<L, T>(Tail.Load<L, T>(x + i, n, T.Zero) * (Tail.Load<L, T>(other + i, n, T.Zero) - shift), y + i, n);
            }
        }
    }

    private readonly struct LogForwardRow : IRowFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Row<TStore, L, T>(T* x, T* other, T* y, int width, T* scratch)
            where TStore : struct, IStoreMode
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // Two subtractions, not one of max + log Σ: next to a large maximum the logarithm would be lost.
            T max = RowSums.Max<L, T>(x, width);
            L first = L.Broadcast(max);
            L second = L.Broadcast(T.Log(RowSums.SumExp<L, T>(x, max, width)));
            int i = 0;
            for (; i <= width - L.Count; i += L.Count)
            {
                TStore.Store(L.Load(x + i) - first - second, y + i);
            }

            if (i < width)
            {
                Tail.Store<L, T>(Tail.Load<L, T>(x + i, width - i, max) - first - second, y + i, width - i);
            }
        }
    }

    private readonly struct LogBackwardRow : IRowFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Row<TStore, L, T>(T* x, T* other, T* y, int width, T* scratch)
            where TStore : struct, IStoreMode
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            L sum = L.Broadcast(RowSums.Sum<L, T>(other, width));
            int i = 0;
            for (; i <= width - L.Count; i += L.Count)
            {
                NextRow.Fetch<TStore, T>(other + width + i);
                TStore.Store(L.Load(other + i) - LaneMath.Exp<L, T>(L.Load(x + i)) * sum, y + i);
            }

            if (i < width)
            {
                int n = width - i;
                L tail = Tail.Load<L, T>(other + i, n, T.Zero) - LaneMath.Exp<L, T>(Tail.Load<L, T>(x + i, n, T.Zero)) * sum;
                Tail.Store<L, T>(tail, y + i, n);
            }
        }
    }
}
