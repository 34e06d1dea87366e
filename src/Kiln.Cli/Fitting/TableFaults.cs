using System.Globalization;

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
        if (error.Column is null || Bad(x, row) is not { } bad)
        {
            return LibraryMessages.Translate($"{path}: line {line}: {WithoutRow(error.Message, row)}");
        }

        return $"{path}: line {line}, column '{bad.Name}': " + (double.IsNaN(bad.Value)
            ? "the value is missing. None was missing in the training table, so the model does not know what to fill in: put a value there, or leave the row out."
            : "infinity cannot be computed with. Put another value there, or leave the row out.");
    }

    /// <summary>A message without the sample's number: the line is said already, and counts from the file's first.</summary>
    private static string WithoutRow(string message, int row)
    {
        var number = row.ToString(CultureInfo.InvariantCulture);
        foreach (var (said, instead) in new[]
        {
            ($"(row {number}, ", "("), ($" (row {number})", string.Empty), ($"(row {number}: ", "("), ($" of sample {number})", ")"), ($" in row {number} ", " here "), ($"the value of row {number} ", "the label "), ($"the label of row {number} ", "the label "), ($" of sample {number} ", " "), ($" in sample {number},", ","), ($" at sample {number} ", " "),
            ($"sample {number} ", "this row "),
        })
        {
            message = message.Replace(said, instead, StringComparison.Ordinal);
        }

        return message;
    }

    /// <summary>The first value of a row that is not finite; infinities first, because missing ones may be what an imputer fills.</summary>
    private static (string Name, double Value)? Bad(Features x, int row)
    {
        var names = x.Names!;
        var values = x.Table is { } table
            ? [.. table.Columns.Select(column => column is NumberColumn numbers ? numbers.Values[row] : 0)]
            : x.Row(row).ToArray();
        var at = Array.FindIndex(values, double.IsInfinity);
        at = at >= 0 ? at : Array.FindIndex(values, double.IsNaN);
        return at < 0 ? null : (names[at], values[at]);
    }
}
