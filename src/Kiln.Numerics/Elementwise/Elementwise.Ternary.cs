namespace Kiln.Numerics;

public static unsafe partial class Elementwise
{
    /// <summary>result[i] = f(x[i], y[i], z[i]); a second or third operand of one element is repeated.</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second operand, of x's length or one element.</param>
    /// <param name="z">The third operand, of x's length or one element.</param>
    /// <param name="result">The result, as long as x at least; may be an operand of that length.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="NotSupportedException">The function is not defined on <typeparamref name="T"/>.</exception>
    public static void Ternary<TOperator, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> result)
        where TOperator : struct, ITernaryOperator
        where T : unmanaged
    {
        bool repeatY = y.Length == 1 && x.Length != 1, repeatZ = z.Length == 1 && x.Length != 1;
        CheckLength(repeatY ? x.Length : y.Length, x.Length, nameof(y));
        CheckLength(repeatZ ? x.Length : z.Length, x.Length, nameof(z));
        CheckLength(result.Length, x.Length, nameof(result));
        fixed (T* px = x, py = y, pz = z, pr = result)
        {
            long bytes = (long)x.Length * sizeof(T);
            int operands = 1 + (repeatY ? 0 : 1) + (repeatZ ? 0 : 1);
            bool streams = Streaming.Pays((operands + 1) * bytes)
                && !Streaming.Overlap(px, bytes, pr, bytes)
                && (repeatY || !Streaming.Overlap(py, bytes, pr, bytes))
                && (repeatZ || !Streaming.Overlap(pz, bytes, pr, bytes));
            Run(x.Length, TOperator.TileSize, new ContiguousTernary<TOperator, T>(px, py, repeatY, pz, repeatZ, pr, streams));
        }
    }

    private readonly struct ContiguousTernary<TOperator, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, bool streams) : IRangeBody
        where TOperator : struct, ITernaryOperator
        where T : unmanaged
    {
        public void Invoke(long first, int count) => Kernels.Ternary<TOperator, T>(
            x + first, repeatY ? y : y + first, repeatY, repeatZ ? z : z + first, repeatZ, result + first, count, streams);
    }
}
