using Kiln.Tensors;

namespace Kiln.Data;

public sealed partial class Features
{
    /// <summary>Dense features; the values are copied.</summary>
    /// <param name="values">(samples, features).</param>
    public static implicit operator Features(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new double[values.Length];
        Buffer.BlockCopy(values, 0, copy, 0, values.Length * sizeof(double));
        return new(copy, values.GetLength(0), values.GetLength(1), null);
    }

    /// <summary>Dense features; the values are copied.</summary>
    /// <param name="values">(samples, features).</param>
    public static implicit operator Features(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new double[values.Length];
        var next = 0;
        foreach (var value in values)
        {
            copy[next++] = value;
        }

        return new(copy, values.GetLength(0), values.GetLength(1), null);
    }

    /// <summary>Dense features; the values are copied.</summary>
    /// <param name="rows">One array for each sample, all of the same length.</param>
    /// <exception cref="DatasetException">The rows differ in length.</exception>
    public static implicit operator Features(double[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = rows.Length == 0 ? 0 : rows[0].Length;
        var copy = new double[checked(rows.Length * columns)];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != columns)
            {
                throw new DatasetException($"features: row {i} has {rows[i].Length} values, row 0 has {columns}; all rows have the same number");
            }

            rows[i].CopyTo(copy, i * columns);
        }

        return new(copy, rows.Length, columns, null);
    }

    /// <summary>Dense features of a tensor (samples, features), or (samples,) as one column.</summary>
    /// <param name="tensor">The tensor, of any number type.</param>
    public static implicit operator Features(Tensor tensor) => Of(tensor);

    /// <summary>Sparse features.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator Features(SparseMatrix matrix) => Of(matrix);

    /// <summary>The columns of a table.</summary>
    /// <param name="table">The table.</param>
    public static implicit operator Features(Table table) => Of(table);

    /// <summary>One column of text.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator Features(string[] texts) => Of(texts);
}
