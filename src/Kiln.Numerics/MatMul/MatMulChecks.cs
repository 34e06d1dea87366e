using System.Diagnostics.CodeAnalysis;

namespace Kiln.Numerics;

/// <summary>Argument checks of the matrix product, apart from the hot methods.</summary>
internal static class MatMulChecks
{
    /// <summary>Checks one product.</summary>
    public static void Operands(
        int m, int n, int k, int a, int lda, bool transposeA, int b, int ldb, bool transposeB, int c, int ldc, int bias)
    {
        Extent(m, "m");
        Extent(n, "n");
        Extent(k, "k");
        var (aRows, aColumns) = transposeA ? (k, m) : (m, k);
        var (bRows, bColumns) = transposeB ? (n, k) : (k, n);
        Matrix("a", aRows, aColumns, lda, a);
        Matrix("b", bRows, bColumns, ldb, b);
        Matrix("c", m, n, ldc, c);
        Bias(n, bias);
    }

    /// <summary>Checks a matrix that is to be packed.</summary>
    public static void Packed(int rows, int columns, int b, int leading, bool transpose)
    {
        Extent(rows, "rows");
        Extent(columns, "columns");
        var (bRows, bColumns) = transpose ? (columns, rows) : (rows, columns);
        Matrix("b", bRows, bColumns, leading, b);
    }

    /// <summary>Checks a product with a packed right operand.</summary>
    public static void WithPacked(int m, int n, int k, int a, int lda, bool transposeA, int c, int ldc, int bias)
    {
        Extent(m, "m");
        var (aRows, aColumns) = transposeA ? (k, m) : (m, k);
        Matrix("a", aRows, aColumns, lda, a);
        Matrix("c", m, n, ldc, c);
        Bias(n, bias);
    }

    /// <summary>Checks a batch of products.</summary>
    public static void Batches(
        int batch,
        int m,
        int n,
        int k,
        int a,
        int lda,
        bool transposeA,
        long strideA,
        int b,
        int ldb,
        bool transposeB,
        long strideB,
        int c,
        int ldc,
        long strideC,
        int bias)
    {
        Extent(batch, "batch");
        if (batch > 0)
        {
            Operands(m, n, k, a, lda, transposeA, b, ldb, transposeB, c, ldc, bias);
        }

        var (aRows, aColumns) = transposeA ? (k, m) : (m, k);
        var (bRows, bColumns) = transposeB ? (n, k) : (k, n);
        Batch("a", batch, aRows, aColumns, lda, strideA, a);
        Batch("b", batch, bRows, bColumns, ldb, strideB, b);
        Batch("c", batch, m, n, ldc, strideC, c);
        if (batch > 1 && m > 0 && n > 0 && strideC < n)
        {
            throw new ArgumentException($"matmul: the batch stride of c is {strideC}; results of {n} columns would overlap.", nameof(strideC));
        }
    }

    private static void Batch(string name, int count, int rows, int columns, int leading, long stride, int length)
    {
        if (stride < 0)
        {
            throw new ArgumentException($"matmul: the batch stride of {name} is {stride}; expected 0 or more.", name);
        }

        if (count == 0 || rows == 0 || columns == 0)
        {
            return;
        }

        var needed = ((count - 1) * stride) + ((long)(rows - 1) * leading) + columns;
        if (length < needed)
        {
            throw new ArgumentException(
                $"matmul: {name} has {length} elements; {count} matrices of {rows} × {columns} with leading dimension {leading} and stride {stride} need {needed}.",
                name);
        }
    }

    private static void Bias(int n, int bias)
    {
        if (bias != 0 && bias != n)
        {
            ThrowBias(n, bias);
        }
    }

    private static void Extent(int value, string name)
    {
        if (value < 0)
        {
            ThrowNegative(value, name);
        }
    }

    private static void Matrix(string name, int rows, int columns, int leading, int length)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        if (leading < columns || length < ((long)(rows - 1) * leading) + columns)
        {
            ThrowMatrix(name, rows, columns, leading, length);
        }
    }

    // The messages are written apart: their locals would be cleared in every call.
    [DoesNotReturn]
    private static void ThrowNegative(int value, string name) => throw new ArgumentException($"matmul: {name} is {value}; expected 0 or more.", name);

    [DoesNotReturn]
    private static void ThrowBias(int n, int bias) =>
        throw new ArgumentException($"matmul: bias has {bias} elements; expected {n}, one for each column, or none.", nameof(bias));

    [DoesNotReturn]
    private static void ThrowMatrix(string name, int rows, int columns, int leading, int length) => throw new ArgumentException(
        leading < columns
            ? $"matmul: the leading dimension of {name} is {leading}, shorter than its rows of {columns} elements; expected at least {columns}."
            : $"matmul: {name} has {length} elements; {rows} × {columns} with leading dimension {leading} needs {((long)(rows - 1) * leading) + columns}.",
        name);
}
