using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The matrix product as the decompositions use it: by pointers, for either element type.</summary>
internal static unsafe class Gemm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>C = op(A)·op(B), or C += it.</summary>
    public static void Multiply(
        int m, int n, int k, T* a, nint lda, bool transposeA, T* b, nint ldb, bool transposeB, T* c, nint ldc, bool accumulate)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        if (typeof(T) == typeof(float))
        {
            MatMul.Multiply(
                m, n, k, Span<float>(a, transposeA ? k : m, transposeA ? m : k, lda), (int)lda, transposeA,
                Span<float>(b, transposeB ? n : k, transposeB ? k : n, ldb), (int)ldb, transposeB, Span<float>(c, m, n, ldc), (int)ldc, accumulate);
        }
        else
        {
            MatMul.Multiply(
                m, n, k, Span<double>(a, transposeA ? k : m, transposeA ? m : k, lda), (int)lda, transposeA,
                Span<double>(b, transposeB ? n : k, transposeB ? k : n, ldb), (int)ldb, transposeB, Span<double>(c, m, n, ldc), (int)ldc, accumulate);
        }
    }

    /// <summary>C −= op(A)·op(B). The smaller operand is copied with its sign changed, since the product only adds.</summary>
    public static void Subtract(int m, int n, int k, T* a, nint lda, bool transposeA, T* b, nint ldb, bool transposeB, T* c, nint ldc)
    {
        if (m == 0 || n == 0 || k == 0)
        {
            return;
        }

        if (m <= n)
        {
            var (rows, columns) = transposeA ? (k, m) : (m, k);
            using var copy = Scratch.Rent<T>((nint)rows * columns);
            Negate(a, lda, rows, columns, (T*)copy.Pointer);
            Multiply(m, n, k, (T*)copy.Pointer, columns, transposeA, b, ldb, transposeB, c, ldc, accumulate: true);
        }
        else
        {
            var (rows, columns) = transposeB ? (n, k) : (k, n);
            using var copy = Scratch.Rent<T>((nint)rows * columns);
            Negate(b, ldb, rows, columns, (T*)copy.Pointer);
            Multiply(m, n, k, a, lda, transposeA, (T*)copy.Pointer, columns, transposeB, c, ldc, accumulate: true);
        }
    }

    private static void Negate(T* source, nint stride, int rows, int columns, T* target)
    {
        for (var i = 0; i < rows; i++)
        {
            VectorKernels<T>.Scale(T.NegativeOne, source + (i * stride), target + ((nint)i * columns), columns);
        }
    }

    private static Span<E> Span<E>(void* pointer, int rows, int columns, nint leading)
        where E : unmanaged => rows == 0 || columns == 0 ? default : new((E*)pointer, checked((int)(((rows - 1) * leading) + columns)));
}
