using System.Globalization;
using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// What an estimator learns from: rows (samples) and columns (features). Held dense (float64, row after row), sparse (<see cref="SparseMatrix"/>) or as a
/// <see cref="Data.Table"/> whose columns may be text. Arrays, tensors, sparse matrices, tables and lists of strings convert by themselves.
/// </summary>
public sealed partial class Features
{
    private readonly double[]? _dense;
    private readonly int _start;

    private Features(int rows, int columns, IReadOnlyList<string>? names)
    {
        (Rows, Columns, Names) = (rows, columns, names);
        if (names is not null && names.Count != columns)
        {
            throw new DatasetException($"features: {columns} columns have {names.Count} names");
        }
    }

    private Features(double[] values, int rows, int columns, IReadOnlyList<string>? names)
        : this(rows, columns, names)
    {
        if (values.Length != (long)rows * columns)
        {
            throw new DatasetException($"features: {rows} rows of {columns} columns need {(long)rows * columns} values, {values.Length} were given");
        }

        (_dense, Kind) = (values, FeaturesKind.Dense);
    }

    /// <summary>Neighboring rows of dense features, which share their values.</summary>
    private Features(Features whole, int first, int rows)
        : this(rows, whole.Columns, whole.Names) => (_dense, _start, Kind) = (whole._dense, whole._start + (first * whole.Columns), FeaturesKind.Dense);

    private Features(SparseMatrix matrix, IReadOnlyList<string>? names)
        : this(matrix.RowCount, matrix.ColumnCount, names) => (Sparse, Kind) = (matrix, FeaturesKind.Sparse);

    private Features(Table table)
        : this(table.RowCount, table.Columns.Count, table.Names) => (Table, Kind) = (table, FeaturesKind.Table);

    /// <summary>How the values are held.</summary>
    public FeaturesKind Kind { get; }

    /// <summary>How many samples.</summary>
    public int Rows { get; }

    /// <summary>How many features.</summary>
    public int Columns { get; }

    /// <summary>The names of the features; null where they have none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The sparse matrix; null unless the kind is <see cref="FeaturesKind.Sparse"/>.</summary>
    public SparseMatrix? Sparse { get; }

    /// <summary>The table; null unless the kind is <see cref="FeaturesKind.Table"/>.</summary>
    public Table? Table { get; }

    /// <summary>Dense values, row after row; the array is kept, not copied.</summary>
    /// <param name="values">rows × columns values.</param>
    /// <param name="rows">Samples.</param>
    /// <param name="columns">Features.</param>
    /// <param name="names">The names of the features, or null.</param>
    /// <exception cref="DatasetException">The array or the names have another length.</exception>
    public static Features Dense(double[] values, int rows, int columns, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values, rows, columns, names);
    }

    /// <summary>A sparse matrix with names.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="names">The names of the features, or null.</param>
    /// <exception cref="DatasetException">The names are not as many as the columns.</exception>
    public static Features Of(SparseMatrix matrix, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix, names);
    }

    /// <summary>A table.</summary>
    /// <param name="table">The table.</param>
    public static Features Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(table);
    }

    /// <summary>One column of text: what a vectorizer learns from.</summary>
    /// <param name="texts">The texts.</param>
    public static Features Of(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new(new Table(new TextColumn("text", [.. texts])));
    }

    /// <summary>Dense features of a tensor (samples, features), or (samples,) as one column; any number type.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="DatasetException">It has another rank.</exception>
    public static Features Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Rank is 1 or 2
            ? new(tensor.Detach().To(DType.Float64).ToArray<double>(), tensor.Shape[0], tensor.Rank == 1 ? 1 : tensor.Shape[1], null)
            : throw new DatasetException($"features: a tensor of shape {tensor.Shape} was given; expected (samples, features): reshape it, one row for each sample");
    }

    /// <summary>The dense values, row after row.</summary>
    /// <exception cref="InvalidOperationException">The features are not held dense; see <see cref="ToDense"/>.</exception>
    public ReadOnlySpan<double> Values =>
        _dense is { } dense ? dense.AsSpan(_start, Rows * Columns) : throw new InvalidOperationException($"features: they are held as {Kind}; call ToDense first");

    /// <summary>The dense values of one row.</summary>
    /// <param name="row">Its number.</param>
    public ReadOnlySpan<double> Row(int row) => Values.Slice(row * Columns, Columns);

    /// <summary>The same features held dense: itself where it is, otherwise a copy.</summary>
    /// <param name="owner">Who asks, for the error; "features" by default.</param>
    /// <exception cref="DatasetException">A column is text.</exception>
    public Features ToDense(string owner = "features") => Kind switch
    {
        FeaturesKind.Dense => this,
        FeaturesKind.Sparse => new(Sparse!.ToDense(), Rows, Columns, Names),
        _ => new(TableNumbers.RowMajor(owner, Table!), Rows, Columns, Names),
    };

    /// <summary>The same features as dense or sparse numbers: itself, or a table's columns as a dense matrix.</summary>
    /// <param name="owner">Who asks, for the error; "features" by default.</param>
    /// <exception cref="DatasetException">A column is text.</exception>
    public Features ToNumbers(string owner = "features") => Kind == FeaturesKind.Table ? ToDense(owner) : this;

    /// <summary>Some rows, in the order given; a row may come more than once.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Features Take(ReadOnlySpan<int> rows)
    {
        switch (Kind)
        {
            case FeaturesKind.Sparse:
                return new(Sparse!.Take(rows), Names);
            case FeaturesKind.Table:
                return new(Table!.Take(rows));
            default:
                RowNumbers.Check("features", rows, Rows);
                var taken = LargeArray.Uninitialized<double>(checked(rows.Length * Columns));
                for (var i = 0; i < rows.Length; i++)
                {
                    Row(rows[i]).CopyTo(taken.AsSpan(i * Columns, Columns));
                }

                return new(taken, rows.Length, Columns, Names);
        }
    }

    /// <summary>Some rows, in the order given. Consecutive rows of dense features are not copied: what comes back looks at the same values.</summary>
    /// <param name="rows">Row numbers, as a split gives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Features Take(RowIndices rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (Kind != FeaturesKind.Dense || !rows.AreRuns)
        {
            return Take(rows.Span);
        }

        rows.Check("features", Rows);
        var ((from, count), (from2, count2)) = (rows.Runs.First.GetOffsetAndLength(Rows), rows.Runs.Second.GetOffsetAndLength(Rows));
        if (count == 0 || count2 == 0)
        {
            return new(this, count2 == 0 ? from : from2, rows.Count);
        }

        var taken = LargeArray.Uninitialized<double>(checked(rows.Count * Columns));
        Values.Slice(from * Columns, count * Columns).CopyTo(taken);
        Values.Slice(from2 * Columns, count2 * Columns).CopyTo(taken.AsSpan(count * Columns));
        return new(taken, rows.Count, Columns, Names);
    }

    /// <summary>The dense values as a float64 tensor (samples, features).</summary>
    /// <exception cref="DatasetException">A column is text.</exception>
    public Tensor ToTensor() => Tensor.From(ToDense().Values, [Rows, Columns]);

    /// <summary>Rows, columns and kind.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"features ({Rows}, {Columns}), {Kind.ToString().ToLowerInvariant()}");

    /// <summary>The name of a column, or "column 3".</summary>
    /// <param name="column">Its number.</param>
    public string NameOf(int column) => Names is null ? string.Create(CultureInfo.InvariantCulture, $"column {column}") : $"column '{Names[column]}'";
}
