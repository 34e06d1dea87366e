using System.Globalization;
using Kiln.Tensors;

namespace Kiln.Data;

/// <content>To and from objects and tensors.</content>
public sealed partial class Table
{
    /// <summary>
    /// Makes a table of objects: <c>Table.From(people, ("age", p => p.Age), ("town", p => p.Town))</c>. A column whose values are numbers, truths or null is
    /// one of numbers; one of strings, enumerations or null is text.
    /// </summary>
    /// <typeparam name="T">The objects' type.</typeparam>
    /// <param name="items">The objects; one row each.</param>
    /// <param name="columns">Name and value of each column; null is a missing value.</param>
    /// <exception cref="DatasetException">A column mixes numbers and text, or holds something else, such as a date: say how it is a number.</exception>
    public static Table From<T>(IEnumerable<T> items, params IReadOnlyList<(string Name, Func<T, object?> Value)> columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(columns);
        var rows = items as IReadOnlyList<T> ?? [.. items];
        return new([.. columns.Select(column => ObjectColumn.Make(column.Name, rows, column.Value))]);
    }

    /// <summary>Makes a table of a tensor (rows, columns), of any number type.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="names">The names of the columns; x0, x1, … by default.</param>
    /// <exception cref="DatasetException">It has another rank, or the names are not as many as its columns.</exception>
    public static Table From(Tensor tensor, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank != 2)
        {
            throw new DatasetException($"table: a tensor of shape {tensor.Shape} was given; expected (rows, columns)");
        }

        var (rows, columns) = (tensor.Shape[0], tensor.Shape[1]);
        if (names is not null && names.Count != columns)
        {
            throw new DatasetException($"table: a tensor of shape {tensor.Shape} has {columns} columns, {names.Count} names were given");
        }

        var values = tensor.Detach().To(DType.Float64).ToArray<double>();
        var made = new Column[columns];
        for (var c = 0; c < columns; c++)
        {
            var column = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                column[row] = values[(row * columns) + c];
            }

            made[c] = new NumberColumn(names?[c] ?? string.Create(CultureInfo.InvariantCulture, $"x{c}"), column) { AreIntegers = tensor.DType.IsInteger() };
        }

        return new(made);
    }

    /// <summary>The values as a float64 tensor (rows, columns).</summary>
    /// <exception cref="DatasetException">A column is text.</exception>
    public Tensor ToTensor() => Tensor.From(TableNumbers.RowMajor("table", this), [RowCount, _columns.Length]);
}
