using System.Diagnostics.CodeAnalysis;

namespace Kiln.Neural;

/// <summary>
/// What a training run measured: one row per epoch, one column per quantity. The columns are <c>loss</c> and the metrics over the
/// training samples as they were met, the same with <c>val_</c> in front over the validation set, <c>learning_rate</c> and
/// <c>seconds</c> (the time the epoch took, validation included).
/// </summary>
/// <example><code>
/// double best = history["val_accuracy"].Max();
/// history.Save("history.csv");
/// </code></example>
public sealed partial class History
{
    /// <summary>The column with the time each epoch took: the only one that two equal runs do not share.</summary>
    public const string Seconds = "seconds";

    private readonly List<string> _columns = [];
    private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);

    /// <summary>The names of the columns, in the order of their first appearance.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The number of epochs, which is the length of every column.</summary>
    public int Epochs { get; private set; }

    /// <summary>The values of one column, one per epoch; NaN where an epoch did not measure it.</summary>
    /// <param name="column">A name of <see cref="Columns"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string column] => TryGet(column, out IReadOnlyList<double>? values)
        ? values
        : throw new KeyNotFoundException(
            _columns.Count == 0
                ? $"history: no column '{column}': no epoch has ended yet"
                : $"history: no column '{column}'; there are: {string.Join(", ", _columns)}");

    /// <summary>The values of one column, if there is one of this name.</summary>
    /// <param name="column">The name.</param>
    /// <param name="values">One value per epoch.</param>
    /// <returns>Whether there is such a column.</returns>
    public bool TryGet(string column, [NotNullWhen(true)] out IReadOnlyList<double>? values)
    {
        ArgumentNullException.ThrowIfNull(column);
        bool found = _values.TryGetValue(column, out List<double>? list);
        values = list;
        return found;
    }

    /// <summary>The value of a column in the last epoch.</summary>
    /// <param name="column">A name of <see cref="Columns"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public double Last(string column) => this[column][^1];

    /// <summary>What one epoch measured.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such epoch.</exception>
    public IReadOnlyDictionary<string, double> Epoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epoch, Epochs);
        return _columns.ToDictionary(c => c, c => _values[c][epoch - 1], StringComparer.Ordinal);
    }

    /// <summary>Appends an epoch. A column it lacks, or that earlier epochs lacked, is filled with NaN.</summary>
    internal void Add(IEnumerable<KeyValuePair<string, double>> row)
    {
        foreach ((string name, double value) in row)
        {
            if (!_values.TryGetValue(name, out List<double>? column))
            {
                _columns.Add(name);
                _values.Add(name, column = [.. Enumerable.Repeat(double.NaN, Epochs)]);
            }

            column.Add(value);
        }

        Epochs++;
        foreach (List<double> column in _values.Values)
        {
            if (column.Count < Epochs)
            {
                column.Add(double.NaN);
            }
        }
    }
}
