namespace Kiln.Estimators;

/// <summary>Samples of which one column is changed again and again; the samples it is made from stay as they are. For one thread.</summary>
internal sealed class ColumnEdit
{
    private readonly double[]? _values;
    private readonly int _column;

    public ColumnEdit(Features x, int column)
    {
        _column = column;
        if (x.Kind == FeaturesKind.Table)
        {
            Samples = x;
            return;
        }

        _values = x.Values.ToArray();
        Samples = Features.Dense(_values, x.Rows, x.Columns, x.Names);
    }

    /// <summary>The samples as they are now.</summary>
    public Features Samples { get; private set; }

    /// <summary>Puts the column's values, as they are now, into another order.</summary>
    public void Reorder(int[] order)
    {
        if (_values is null)
        {
            Replace(Samples.Table!.Columns[_column].Take(order));
            return;
        }

        var old = new double[order.Length];
        for (var i = 0; i < old.Length; i++)
        {
            old[i] = _values[(i * Samples.Columns) + _column];
        }

        for (var i = 0; i < old.Length; i++)
        {
            _values[(i * Samples.Columns) + _column] = old[order[i]];
        }
    }

    /// <summary>Gives all samples the same value.</summary>
    public void Fill(object value)
    {
        if (_values is null)
        {
            var column = Samples.Table!.Columns[_column];
            Replace(value is string text
                ? new TextColumn(column.Name, [.. Enumerable.Repeat(text, Samples.Rows)])
                : new NumberColumn(column.Name, [.. Enumerable.Repeat((double)value, Samples.Rows)]));
            return;
        }

        for (var i = 0; i < Samples.Rows; i++)
        {
            _values[(i * Samples.Columns) + _column] = (double)value;
        }
    }

    private void Replace(Column column)
    {
        var columns = Samples.Table!.Columns.ToArray();
        columns[_column] = column;
        Samples = new Table(columns);
    }
}
