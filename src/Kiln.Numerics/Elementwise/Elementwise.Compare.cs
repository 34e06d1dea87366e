namespace Kiln.Numerics;

public static unsafe partial class Elementwise
{
    /// <summary>z[i] = 1 where the comparison of x[i] and y[i] holds, otherwise 0; an operand of one element is repeated.</summary>
    /// <typeparam name="TOperator">The comparison.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">The left operand.</param>
    /// <param name="y">The right operand.</param>
    /// <param name="z">The result, as long as the longer operand at least.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Compare<TOperator, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<byte> z)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged
    {
        var count = CommonLength(x.Length, y.Length);
        CheckLength(z.Length, count, nameof(z));
        fixed (T* px = x, py = y)
        {
            fixed (byte* pz = z)
            {
                Run(count, TileSizes.Cheap, new ContiguousCompare<TOperator, T>(px, x.Length != count, py, y.Length != count, pz));
            }
        }
    }

    /// <summary>z[i] = 1 where the comparison of strided operands holds, otherwise 0.</summary>
    /// <inheritdoc cref="Binary{TOperator, T}(ReadOnlySpan{int}, T*, ReadOnlySpan{int}, T*, ReadOnlySpan{int}, T*)"/>
    public static void Compare<TOperator, T>(
        ReadOnlySpan<int> sizes, T* x, ReadOnlySpan<int> xStrides, T* y, ReadOnlySpan<int> yStrides, byte* z)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged
    {
        if (BroadcastPlan.IsSimple(sizes, xStrides, out var repeatX) && BroadcastPlan.IsSimple(sizes, yStrides, out var repeatY))
        {
            Run(BroadcastPlan.CountOf(sizes), TileSizes.Cheap, new ContiguousCompare<TOperator, T>(x, repeatX, y, repeatY, z));
            return;
        }

        var plan = BroadcastPlan.Create(sizes, xStrides, yStrides, operands: 2);
        Run(plan.Count, TileSizes.Cheap, new StridedCompare<TOperator, T>(plan, x, y, z));
    }

    private readonly struct ContiguousCompare<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, byte* z) : IRangeBody
        where TOperator : struct, IComparisonOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count) =>
            Kernels.Compare<TOperator, T>(repeatX ? x : x + first, repeatX, repeatY ? y : y + first, repeatY, z + first, count);
    }

    private readonly struct StridedCompare<TOperator, T>(BroadcastPlan plan, T* x, T* y, byte* z) : IRangeBody
        where TOperator : struct, IComparisonOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count)
        {
            var left = stackalloc T[Block];
            var right = stackalloc T[Block];
            for (var i = 0; i < count; i += Block)
            {
                var n = Math.Min(Block, count - i);
                var a = plan.Block(0, x, first + i, left, n);
                var b = plan.Block(1, y, first + i, right, n);
                Kernels.Compare<TOperator, T>(a, false, b, false, z + first + i, n);
            }
        }
    }
}
