using Kiln.Data;

namespace Kiln.Cli;

/// <summary>Errors about samples in the words of the file they were read from: a user of the command knows lines and columns, not samples and steps.</summary>
internal static class TableFaults
{
    /// <summary>Does something with a table; an error about one of its values names file and line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">How it was read.</param>
    /// <param name="x">Its features.</param>
    /// <param name="act">What to do.</param>
    /// <exception cref="UserException">The table cannot be learned or predicted from.</exception>
    public static T In<T>(string path, CsvOptions reading, Features x, Func<T> act)
    {
        try
        {
            return EstimatorSettings.Asked(act);
        }
        catch (DatasetException error)
        {
            throw new UserException(Explain(path, reading, x, error), error);
        }
    }

    private static string Explain(string path, CsvOptions reading, Features x, DatasetException error)
    {
        var said = error.Message.Contains(path, StringComparison.Ordinal) ? error.Message : $"{path}: {error.Message}";
        if (error.Row is not { } row || row >= x.Rows)
        {
            return LibraryMessages.Translate(said);
        }

        var line = Csv.LineOf(path, row, reading with { Progress = null });
        if (error is not { Column: not null, Value: { } value } || NameOf(x, row, value) is not { } name)
        {
            return LibraryMessages.Translate($"{path}: line {line}: {error.Reason}");
        }

        return $"{path}: line {line}, column '{name}': " + (double.IsNaN(value)
            ? "the value is missing. None was missing in the training table, so the model does not know what to fill in: put a value there, or leave the row out."
            : "infinity cannot be computed with. Put another value there, or leave the row out.");
    }

    /// <summary>
    /// The table's column that holds a value which is not finite; null where the value is, or none holds it. (What failed may see other columns: those that a
    /// pipeline makes of the table's.)
    /// </summary>
    private static string? NameOf(Features x, int row, double value)
    {
        double[] values = x.Table is { } table
            ? [.. table.Columns.Select(column => column is NumberColumn numbers ? numbers.Values[row] : 0)]
            : x.Row(row).ToArray();
        var at = double.IsFinite(value) ? -1 : Array.IndexOf(values, value);
        return at < 0 ? null : x.Names![at];
    }
}
