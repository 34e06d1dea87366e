using Kiln.Numerics;

namespace Kiln.Data;

/// <content>Products with dense vectors and matrices; the same bits for any number of threads.</content>
public sealed partial class SparseMatrix
{
    /// <summary>A · x.</summary>
    /// <param name="vector">x, one value for each column.</param>
    /// <returns>One value for each row.</returns>
    /// <exception cref="DatasetException">x has another length.</exception>
    public double[] Multiply(ReadOnlySpan<double> vector) => Multiply(vector, 1);

    /// <summary>A · B.</summary>
    /// <param name="matrix">B, (columns of A, width), row after row.</param>
    /// <param name="width">The columns of B.</param>
    /// <returns>(rows of A, width), row after row.</returns>
    /// <exception cref="DatasetException">B has another size.</exception>
    public double[] Multiply(ReadOnlySpan<double> matrix, int width)
    {
        CheckOperand("Multiply", matrix.Length, ColumnCount, width);
        var result = new double[checked(RowCount * width)];
        SparseProducts.Multiply(_rowStarts, _columns, _values, matrix, width, result);
        return result;
    }

    /// <summary>Aᵀ · x.</summary>
    /// <param name="vector">x, one value for each row.</param>
    /// <returns>One value for each column.</returns>
    /// <exception cref="DatasetException">x has another length.</exception>
    public double[] MultiplyTransposed(ReadOnlySpan<double> vector) => MultiplyTransposed(vector, 1);

    /// <summary>Aᵀ · B.</summary>
    /// <param name="matrix">B, (rows of A, width), row after row.</param>
    /// <param name="width">The columns of B.</param>
    /// <returns>(columns of A, width), row after row.</returns>
    /// <exception cref="DatasetException">B has another size.</exception>
    public double[] MultiplyTransposed(ReadOnlySpan<double> matrix, int width)
    {
        CheckOperand("MultiplyTransposed", matrix.Length, RowCount, width);
        var result = new double[checked(ColumnCount * width)];
        SparseProducts.MultiplyTransposed(_rowStarts, _columns, _values, ColumnCount, matrix, width, result);
        return result;
    }

    /// <summary>B · A.</summary>
    /// <param name="matrix">B, (height, rows of A), row after row.</param>
    /// <param name="height">The rows of B.</param>
    /// <returns>(height, columns of A), row after row.</returns>
    /// <exception cref="DatasetException">B has another size.</exception>
    public double[] MultiplyLeft(ReadOnlySpan<double> matrix, int height)
    {
        CheckOperand("MultiplyLeft", matrix.Length, RowCount, height);
        var result = new double[checked(height * ColumnCount)];
        SparseProducts.MultiplyLeft(matrix, height, _rowStarts, _columns, _values, ColumnCount, result);
        return result;
    }

    private void CheckOperand(string method, int length, int inner, int outer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outer);
        if (length != (long)inner * outer)
        {
            throw new DatasetException($"sparse matrix ({RowCount}, {ColumnCount}): {method} needs {inner} × {outer} values, {length} were given");
        }
    }
}
