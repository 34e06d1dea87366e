namespace Kiln.Data;

/// <content>Multiplying what is stored, and how large it is.</content>
public sealed partial class SparseMatrix
{
    /// <summary>Each row multiplied by a number of its own.</summary>
    /// <param name="factors">One for each row.</param>
    /// <exception cref="DatasetException">They are not as many as the rows.</exception>
    public SparseMatrix ScaleRows(ReadOnlySpan<double> factors)
    {
        CheckFactors("rows", factors.Length, RowCount);
        var values = new double[_values.Length];
        for (var row = 0; row < RowCount; row++)
        {
            var factor = factors[row];
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                values[i] = _values[i] * factor;
            }
        }

        return new(_rowStarts, _columns, values, ColumnCount, trusted: true);
    }

    /// <summary>Each column multiplied by a number of its own.</summary>
    /// <param name="factors">One for each column.</param>
    /// <exception cref="DatasetException">They are not as many as the columns.</exception>
    public SparseMatrix ScaleColumns(ReadOnlySpan<double> factors)
    {
        CheckFactors("columns", factors.Length, ColumnCount);
        var values = new double[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _values[i] * factors[_columns[i]];
        }

        return new(_rowStarts, _columns, values, ColumnCount, trusted: true);
    }

    /// <summary>Every stored value through a function; what is not stored stays 0.</summary>
    /// <param name="function">The function.</param>
    public SparseMatrix Map(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(_rowStarts, _columns, Array.ConvertAll(_values, value => function(value)), ColumnCount, trusted: true);
    }

    /// <summary>The norm of each row.</summary>
    /// <param name="order">1 for Σ |v|, 2 for √Σ v² (default), infinity for the largest |v|.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is another.</exception>
    public double[] RowNorms(double order = 2)
    {
        if (order is not (1 or 2 or double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, "sparse matrix: the order of a norm is 1, 2 or infinity");
        }

        var norms = new double[RowCount];
        for (var row = 0; row < norms.Length; row++)
        {
            var norm = 0.0;
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                var size = Math.Abs(_values[i]);
                norm = order == 1 ? norm + size : order == 2 ? norm + (size * size) : Math.Max(norm, size);
            }

            norms[row] = order == 2 ? Math.Sqrt(norm) : norm;
        }

        return norms;
    }

    /// <summary>The sum of each row.</summary>
    public double[] RowSums()
    {
        var sums = new double[RowCount];
        for (var row = 0; row < sums.Length; row++)
        {
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                sums[row] += _values[i];
            }
        }

        return sums;
    }

    /// <summary>The sum of each column.</summary>
    public double[] ColumnSums()
    {
        var sums = new double[ColumnCount];
        for (var i = 0; i < _values.Length; i++)
        {
            sums[_columns[i]] += _values[i];
        }

        return sums;
    }

    private void CheckFactors(string of, int count, int expected)
    {
        if (count != expected)
        {
            throw new DatasetException($"sparse matrix ({RowCount}, {ColumnCount}): {count} factors were given for {expected} {of}");
        }
    }
}
