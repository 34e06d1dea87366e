using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The course of a training run as a table of numbers: one row per epoch (or step), one named column per quantity. The first column is the key,
/// which rises from row to row. A value that was not recorded is NaN.
/// </summary>
public sealed class HistoryTable
{
    private readonly List<string> _columns;
    private readonly List<double[]> _rows = [];

    /// <summary>An empty table.</summary>
    /// <param name="key">Name of the first column, such as <c>epoch</c>.</param>
    /// <param name="columns">Names of the other columns; more may come with the rows.</param>
    /// <exception cref="ArgumentException">A name is empty or repeats.</exception>
    public HistoryTable(string key = "epoch", params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [];
        AddColumn(key);
        foreach (var column in columns)
        {
            AddColumn(column);
        }
    }

    /// <summary>Names of the columns, the key first.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Name of the key column.</summary>
    public string Key => _columns[0];

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>A value; NaN when it was not recorded.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public double this[int row, string column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
            return Cell(_rows[row], Index(column));
        }
    }

    /// <summary>Whether there is such a column.</summary>
    /// <param name="column">Its name.</param>
    public bool Has(string column) => _columns.Contains(column);

    /// <summary>All values of a column, one per row.</summary>
    /// <param name="column">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public double[] Column(string column)
    {
        var index = Index(column);
        return [.. _rows.Select(r => Cell(r, index))];
    }

    /// <summary>
    /// Adds a row. Rows whose key is not smaller are dropped first: a resumed run records its epochs anew, and none stands twice.
    /// </summary>
    /// <param name="key">The key of the row, a finite number.</param>
    /// <param name="values">Values by column; an unknown name becomes a new column, NaN in the rows before.</param>
    /// <exception cref="ArgumentException">The key is not finite, a name is empty, or the key column is among the values.</exception>
    public void Append(double key, IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var given = values.ToArray();
        foreach (var (name, _) in given)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(values));
            if (name == Key)
            {
                throw new ArgumentException($"history: '{Key}' is the key of the rows and cannot be among their values.", nameof(values));
            }
        }

        TruncateFrom(key);
        foreach (var (name, _) in given)
        {
            if (!Has(name))
            {
                AddColumn(name);
            }
        }

        var row = new double[_columns.Count];
        Array.Fill(row, double.NaN);
        row[0] = key;
        foreach (var (name, value) in given)
        {
            row[Index(name)] = value;
        }

        _rows.Add(row);
    }

    /// <summary>Drops the rows whose key is <paramref name="key"/> or greater.</summary>
    /// <param name="key">A finite number.</param>
    public void TruncateFrom(double key)
    {
        if (!double.IsFinite(key))
        {
            throw new ArgumentException(FormattableString.Invariant($"history: the key '{Key}' of a row must be a finite number, not {key}."), nameof(key));
        }

        // Keys rise, so the rows to drop are the last ones.
        while (_rows.Count > 0 && _rows[^1][0] >= key)
        {
            _rows.RemoveAt(_rows.Count - 1);
        }
    }

    /// <summary>The row whose value in a column is the best; −1 when the column has no finite value.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="higherIsBetter">Whether the largest value is the best, or the smallest.</param>
    /// <returns>Index of the first best row.</returns>
    public int BestRow(string column, bool higherIsBetter)
    {
        var values = Column(column);
        var best = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]) && (best < 0 || (higherIsBetter ? values[i] > values[best] : values[i] < values[best])))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The table as CSV (RFC 4180, but with plain line feeds): invariant numbers that round-trip, nothing for what was not recorded.</summary>
    public string ToCsv() => HistoryCsv.Format(this);

    /// <summary>Reads a table from CSV.</summary>
    /// <param name="text">What <see cref="ToCsv"/> gave, or another program's numbers under one header row.</param>
    /// <exception cref="FileFormatException">It is not such a table; the message names the line.</exception>
    public static HistoryTable FromCsv(string text) => HistoryCsv.Parse(text, "");

    /// <summary>Reads a CSV file.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="FileFormatException">It is not such a table; the message names the file and the line.</exception>
    public static HistoryTable Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var size = new FileInfo(path).Length;
        return size > HistoryCsv.LargestFile
            ? throw new FileFormatException(path, $"the file has {size} bytes; a history has at most {HistoryCsv.LargestFile}")
            : HistoryCsv.Parse(File.ReadAllText(path), path);
    }

    /// <summary>Writes the table as a CSV file, atomically: a kill at any moment leaves the old file or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileWriteException">It cannot be written; what stood there is unchanged.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToCsv());

    /// <summary>Adds a row that is as wide as the table and whose key is greater than those before.</summary>
    internal void AppendWhole(double[] row) => _rows.Add(row);

    /// <summary>A cell by index; rows are as long as the table was wide when they came.</summary>
    internal double Cell(int row, int column) => Cell(_rows[row], column);

    private static double Cell(double[] row, int column) => column < row.Length ? row[column] : double.NaN;

    private int Index(string column)
    {
        var index = _columns.IndexOf(column);
        return index >= 0
            ? index
            : throw new KeyNotFoundException($"history: there is no column '{column}'; the columns are {string.Join(", ", _columns)}.");
    }

    private void AddColumn(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Has(name))
        {
            throw new ArgumentException($"history: the column '{name}' was given twice.");
        }

        _columns.Add(name);
    }
}
