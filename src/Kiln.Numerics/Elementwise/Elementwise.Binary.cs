using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static unsafe partial class Elementwise
{
    /// <summary>Bytes of a row from which its two incomplete lines do not matter.</summary>
    private const int LongRow = 4096;

    /// <summary>Elements of a repeated row written out: half of the first-level cache for float32.</summary>
    private const int RepeatedBlock = 4096;

    /// <summary>z[i] = f(x[i], y[i]); an operand of one element is repeated.</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">The left operand.</param>
    /// <param name="y">The right operand.</param>
    /// <param name="z">The result, as long as the longer operand at least; may be an operand of that length.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="NotSupportedException">The function is not defined on <typeparamref name="T"/>.</exception>
    /// <exception cref="DivideByZeroException">Integers are divided by zero.</exception>
    public static void Binary<TOperator, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        var count = CommonLength(x.Length, y.Length);
        CheckLength(z.Length, count, nameof(z));
        fixed (T* px = x, py = y, pz = z)
        {
            RunContiguous<TOperator, T>(count, px, x.Length != count, py, y.Length != count, pz);
        }
    }

    /// <summary>z[i] = f(x[i], y) with one right operand for all elements.</summary>
    /// <inheritdoc cref="Binary{TOperator, T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    public static void Binary<TOperator, T>(ReadOnlySpan<T> x, T y, Span<T> z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        CheckLength(z.Length, x.Length, nameof(z));
        fixed (T* px = x, pz = z)
        {
            RunContiguous<TOperator, T>(x.Length, px, false, &y, true, pz);
        }
    }

    /// <summary>z[i] = f(x, y[i]) with one left operand for all elements.</summary>
    /// <inheritdoc cref="Binary{TOperator, T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    public static void Binary<TOperator, T>(T x, ReadOnlySpan<T> y, Span<T> z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        CheckLength(z.Length, y.Length, nameof(z));
        fixed (T* py = y, pz = z)
        {
            RunContiguous<TOperator, T>(y.Length, &x, true, py, false, pz);
        }
    }

    /// <summary>z[i] = f(x[i], y[i]) for strided operands that are walked together.</summary>
    /// <param name="sizes">The shape that both operands are stretched to.</param>
    /// <param name="x">The left operand's first element.</param>
    /// <param name="xStrides">Its strides in elements, one for each axis; zero where it is stretched.</param>
    /// <param name="y">The right operand's first element.</param>
    /// <param name="yStrides">Its strides.</param>
    /// <param name="z">The result: contiguous; it may be an operand that is contiguous and not stretched.</param>
    /// <inheritdoc cref="Binary{TOperator, T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    public static void Binary<TOperator, T>(
        ReadOnlySpan<int> sizes, T* x, ReadOnlySpan<int> xStrides, T* y, ReadOnlySpan<int> yStrides, T* z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        if (BroadcastPlan.IsSimple(sizes, xStrides, out var repeatX) && BroadcastPlan.IsSimple(sizes, yStrides, out var repeatY))
        {
            RunContiguous<TOperator, T>(BroadcastPlan.CountOf(sizes), x, repeatX, y, repeatY, z);
            return;
        }

        var plan = BroadcastPlan.Create(sizes, xStrides, yStrides, operands: 2);
        if (ScatteredOperand.Is(plan, 0))
        {
            using var copy = new ScatteredOperand.Copy<T>(sizes, x, xStrides);
            Binary<TOperator, T>(sizes, copy.Data, copy.Strides, y, yStrides, z);
        }
        else if (ScatteredOperand.Is(plan, 1))
        {
            using var copy = new ScatteredOperand.Copy<T>(sizes, y, yStrides);
            Binary<TOperator, T>(sizes, x, xStrides, copy.Data, copy.Strides, z);
        }
        else
        {
            Run(plan.Count, TOperator.TileSize, new StridedBinary<TOperator, T>(plan, x, y, z, Streams(plan, x, y, z)));
        }
    }

    private static void RunContiguous<TOperator, T>(long count, T* x, bool repeatX, T* y, bool repeatY, T* z)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        long bytes = count * sizeof(T);
        int operands = (repeatX ? 0 : 1) + (repeatY ? 0 : 1);
        bool streams = Streaming.Pays((operands + 1) * bytes)
            && (repeatX || !Streaming.Overlap(x, bytes, z, bytes)) && (repeatY || !Streaming.Overlap(y, bytes, z, bytes));
        Run(count, TOperator.TileSize, new ContiguousBinary<TOperator, T>(x, repeatX, y, repeatY, z, streams));
    }

    /// <summary>Whether the result of a strided walk goes past the caches: it is large, no operand, and rows begin at lines or are long.</summary>
    private static bool Streams<T>(BroadcastPlan plan, T* x, T* y, T* z)
        where T : unmanaged
    {
        var row = (long)plan.RowLength * sizeof(T);
        return Streaming.Pays((plan.Count + plan.Touched(0) + plan.Touched(1)) * sizeof(T))
            && (nuint)z % Streaming.Alignment == 0
            && (row % Streaming.Alignment == 0 || row >= LongRow)
            && !plan.Overlaps(0, x, z)
            && !plan.Overlaps(1, y, z);
    }

    private readonly struct ContiguousBinary<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, bool streams) : IRangeBody
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count)
        {
            Kernels.Binary<TOperator, T>(repeatX ? x : x + first, repeatX, repeatY ? y : y + first, repeatY, z + first, count, streams);
            if (streams)
            {
                Streaming.Fence();
            }
        }
    }

    private readonly struct StridedBinary<TOperator, T>(BroadcastPlan plan, T* x, T* y, T* z, bool streams) : IRangeBody
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count)
        {
            if (plan.HasPlainRows)
            {
                Rows(first, count);
            }
            else
            {
                Blocks(first, count);
            }

            if (streams)
            {
                Streaming.Fence();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Rows(long first, int count)
        {
            bool repeatX = plan.RowRepeats(0), repeatY = plan.RowRepeats(1);
            var left = plan.StartRows(0, first);
            var right = plan.StartRows(1, first);
            for (var last = first + count; first < last;)
            {
                var n = (int)Math.Min(plan.RowLength - left.Place, last - first);
                Kernels.Binary<TOperator, T>(x + left.Offset, repeatX, y + right.Offset, repeatY, z + first, n, streams);
                first += n;
                plan.NextRow(0, ref left);
                plan.NextRow(1, ref right);
            }
        }

        [SkipLocalsInit]
        private void Blocks(long first, int count)
        {
            // A row that repeats is written out once; blocks of whole rows keep it in step, and longer ones make up for the writing.
            var fits = plan.RowLength <= Block;
            bool repeatsX = fits && plan.IsPeriodic(0), repeatsY = fits && plan.IsPeriodic(1);
            var block = repeatsX || repeatsY ? RepeatedBlock / plan.RowLength * plan.RowLength : Block;
            var left = stackalloc T[block];
            var right = stackalloc T[block];
            if (repeatsX)
            {
                plan.Repeat(x, first, left, Math.Min(block, count));
            }

            if (repeatsY)
            {
                plan.Repeat(y, first, right, Math.Min(block, count));
            }

            for (var i = 0; i < count; i += block)
            {
                var n = Math.Min(block, count - i);
                var a = repeatsX ? left : Operand(0, x, first + i, left, n);
                var b = repeatsY ? right : Operand(1, y, first + i, right, n);
                Kernels.Binary<TOperator, T>(a, false, b, false, z + first + i, n, streams);
            }
        }

        private T* Operand(int operand, T* source, long first, T* buffer, int count) =>
            plan.IsRowMajor(operand) ? source + first : plan.Block(operand, source, first, buffer, count);
    }
}
