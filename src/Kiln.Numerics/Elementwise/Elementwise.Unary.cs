namespace Kiln.Numerics;

public static unsafe partial class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">The operand.</param>
    /// <param name="y">The result, at least as long; may be the operand itself.</param>
    /// <exception cref="ArgumentException"><paramref name="y"/> is too short.</exception>
    /// <exception cref="NotSupportedException">The function is not defined on <typeparamref name="T"/>.</exception>
    public static void Unary<TOperator, T>(ReadOnlySpan<T> x, Span<T> y)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        CheckLength(y.Length, x.Length, nameof(y));
        fixed (T* px = x, py = y)
        {
            Unary<TOperator, T>(px, py, x.Length);
        }
    }

    /// <summary>y[i] = f(x[i]) on raw memory.</summary>
    /// <inheritdoc cref="Unary{TOperator, T}(ReadOnlySpan{T}, Span{T})"/>
    public static void Unary<TOperator, T>(T* x, T* y, int count)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged => Run(count, TOperator.TileSize, new ContiguousUnary<TOperator, T>(x, y, StreamsPast(x, y, count)));

    /// <summary>y[i] = f(x[i]) for a strided operand.</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="x">The operand's first element.</param>
    /// <param name="strides">The operand's strides in elements, one for each axis.</param>
    /// <param name="y">The result: contiguous, and not the operand's memory unless that is contiguous too.</param>
    /// <inheritdoc cref="Unary{TOperator, T}(ReadOnlySpan{T}, Span{T})"/>
    public static void Unary<TOperator, T>(ReadOnlySpan<int> sizes, T* x, ReadOnlySpan<int> strides, T* y)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        if (BroadcastPlan.IsSimple(sizes, strides, out var repeats) && !repeats)
        {
            long count = BroadcastPlan.CountOf(sizes);
            Run(count, TOperator.TileSize, new ContiguousUnary<TOperator, T>(x, y, StreamsPast(x, y, count)));
            return;
        }

        var plan = BroadcastPlan.Create(sizes, strides);
        if (ScatteredOperand.Is(plan, 0))
        {
            StridedCopy.Copy(sizes, x, strides, y, ScatteredOperand.ContiguousStrides(sizes), sizeof(T));
            Run(plan.Count, TOperator.TileSize, new ContiguousUnary<TOperator, T>(y, y, false));
        }
        else
        {
            Run(plan.Count, TOperator.TileSize, new StridedUnary<TOperator, T>(plan, x, y));
        }
    }

    /// <summary>Whether a result of one operand goes past the caches.</summary>
    private static bool StreamsPast<T>(T* x, T* y, long count)
        where T : unmanaged => Streaming.Pays(2 * count * sizeof(T)) && !Streaming.Overlap(x, count * sizeof(T), y, count * sizeof(T));

    private readonly struct ContiguousUnary<TOperator, T>(T* x, T* y, bool streams) : IRangeBody
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count) => Kernels.Unary<TOperator, T>(x + first, y + first, count, streams);
    }

    // The result itself serves as the block that the operand is gathered into.
    private readonly struct StridedUnary<TOperator, T>(BroadcastPlan plan, T* x, T* y) : IRangeBody
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count)
        {
            for (var i = 0; i < count; i += Block)
            {
                var n = Math.Min(Block, count - i);
                plan.Gather(0, x, first + i, y + first + i, n);
                Kernels.Unary<TOperator, T>(y + first + i, y + first + i, n);
            }
        }
    }
}
