using System.Globalization;
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
    private readonly FeatureLease? _lease;
    private readonly bool[]? _integers;

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
        : this(whole, first, rows, whole._integers)
    {
    }

    private Features(Features whole, int first, int rows, bool[]? integers)
        : this(rows, whole.Columns, whole.Names) =>
        (_dense, _start, _lease, _integers, Kind) = (whole._dense, whole._start + (first * whole.Columns), whole._lease, integers, FeaturesKind.Dense);

    /// <summary>Dense features in memory that is used again.</summary>
    internal Features(double[] values, FeatureLease? lease, int rows, int columns, IReadOnlyList<string>? names)
        : this(values, rows, columns, names) => _lease = lease;

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
            ? new Features(tensor.Detach().To(DType.Float64).ToArray<double>(), tensor.Shape[0], tensor.Rank == 1 ? 1 : tensor.Shape[1], null).Integers(tensor.DType.IsInteger())
            : throw new DatasetException($"features: a tensor of shape {tensor.Shape} was given; expected (samples, features): reshape it, one row for each sample");
    }

    /// <summary>
    /// Whether the numbers of a column came as integers, such as 42 rather than 42.0: names made of categories have no point then. A file and an integer tensor say so; arrays of floating-point
    /// numbers do not.
    /// </summary>
    /// <param name="column">Its number.</param>
    public bool AreIntegers(int column) => Kind == FeaturesKind.Table ? Table!.Columns[column] is NumberColumn { AreIntegers: true } : _integers?[column] == true;

    /// <summary>The same dense features, some of whose columns came as integers; they share their values.</summary>
    /// <param name="columns">For each column whether it did.</param>
    /// <exception cref="DatasetException">They are not as many as the columns.</exception>
    /// <exception cref="InvalidOperationException">The features are not held dense.</exception>
    public Features WithIntegers(IReadOnlyList<bool> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Count != Columns ? throw new DatasetException($"features: there are {Columns} columns, and of {columns.Count} it is said whether they are integers")
            : Kind != FeaturesKind.Dense ? throw new InvalidOperationException($"features: they are held as {Kind}, and dense ones can be said to be integers")
            : new(this, 0, Rows, columns.Contains(true) ? [.. columns] : null);
    }

    /// <summary>The dense values, row after row.</summary>
    /// <exception cref="InvalidOperationException">The features are not held dense; see <see cref="ToDense"/>.</exception>
    public ReadOnlySpan<double> Values
    {
        get
        {
            // Whoever has a span may keep it longer than the features.
            _lease?.Expose();
            return Borrowed;
        }
    }

    /// <summary>The dense values for somebody who uses the features after the span.</summary>
    /// <exception cref="InvalidOperationException">The features are not held dense.</exception>
    internal ReadOnlySpan<double> Borrowed =>
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
                var result = FeaturesMarshal.Rent(rows.Length, Columns, Names, out var taken);
                var values = Borrowed;
                for (var i = 0; i < rows.Length; i++)
                {
                    values.Slice(rows[i] * Columns, Columns).CopyTo(taken.AsSpan(i * Columns, Columns));
                }

                GC.KeepAlive(this);
                return result.Integers(_integers);
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
        if (rows.IsRange(out var first))
        {
            return new(this, first, rows.Count);
        }

        var result = FeaturesMarshal.Rent(rows.Count, Columns, Names, out var taken);
        var values = Borrowed;
        var to = taken.AsSpan();
        foreach (var run in rows.Runs)
        {
            var part = values[(run.Start.Value * Columns)..(run.End.Value * Columns)];
            part.CopyTo(to);
            to = to[part.Length..];
        }

        GC.KeepAlive(this);
        return result.Integers(_integers);
    }

    /// <summary>The dense values as a float64 tensor (samples, features).</summary>
    /// <exception cref="DatasetException">A column is text.</exception>
    public Tensor ToTensor()
    {
        var dense = ToDense();
        var tensor = Tensor.From(dense.Borrowed, [Rows, Columns]);
        GC.KeepAlive(dense);
        return tensor;
    }

    /// <summary>Rows, columns and kind.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"features ({Rows}, {Columns}), {Kind.ToString().ToLowerInvariant()}");

    /// <summary>The name of a column, or "column 3".</summary>
    /// <param name="column">Its number.</param>
    public string NameOf(int column) => Names is null ? string.Create(CultureInfo.InvariantCulture, $"column {column}") : $"column '{Names[column]}'";

    private Features Integers(bool all) => all ? Integers(Enumerable.Repeat(true, Columns).ToArray()) : this;

    private Features Integers(bool[]? columns) => columns is null ? this : new(this, 0, Rows, columns);
}
