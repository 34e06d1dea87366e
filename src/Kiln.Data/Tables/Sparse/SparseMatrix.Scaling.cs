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

    /// <summary>The same places with other values: a function of the value and the number of its column.</summary>
    /// <param name="function">Takes a stored value and its column.</param>
    public SparseMatrix Map(Func<double, int, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var values = new double[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = function(_values[i], _columns[i]);
        }

        return new(_rowStarts, _columns, values, ColumnCount, trusted: true);
    }

    /// <summary>The same places with other values.</summary>
    /// <param name="values">As many as are stored, in their order; the matrix keeps the array.</param>
    /// <exception cref="DatasetException">Their number differs.</exception>
    public SparseMatrix WithValues(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == _values.Length
            ? new(_rowStarts, _columns, values, ColumnCount, trusted: true)
            : throw new DatasetException($"sparse matrix ({RowCount}, {ColumnCount}): {values.Length} values were given for the {_values.Length} stored");
    }

    /// <summary>Without the zeros that are stored (SciPy: <c>eliminate_zeros</c>); the matrix itself where it stores none.</summary>
    public SparseMatrix WithoutZeros()
    {
        if (Array.TrueForAll(_values, value => value != 0))
        {
            return this;
        }

        var starts = new int[RowCount + 1];
        var (columns, values) = (new List<int>(), new List<double>());
        for (var row = 0; row < RowCount; row++)
        {
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                if (_values[i] != 0)
                {
                    columns.Add(_columns[i]);
                    values.Add(_values[i]);
                }
            }

            starts[row + 1] = columns.Count;
        }

        return new(starts, [.. columns], [.. values], ColumnCount, trusted: true);
    }

    /// <summary>The smallest and the largest value of each column, the zeros that are not stored among them, NaN left out; of a column without any, +∞ and −∞.</summary>
    public (double[] Low, double[] High) ColumnExtremes()
    {
        var (low, high, counts) = (new double[ColumnCount], new double[ColumnCount], new int[ColumnCount]);
        low.AsSpan().Fill(double.PositiveInfinity);
        high.AsSpan().Fill(double.NegativeInfinity);
        for (var i = 0; i < _values.Length; i++)
        {
            var (c, value) = (_columns[i], _values[i]);
            counts[c]++;
            low[c] = value < low[c] ? value : low[c];
            high[c] = value > high[c] ? value : high[c];
        }

        for (var c = 0; c < low.Length; c++)
        {
            if (counts[c] < RowCount)
            {
                (low[c], high[c]) = (Math.Min(low[c], 0), Math.Max(high[c], 0));
            }
        }

        return (low, high);
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
