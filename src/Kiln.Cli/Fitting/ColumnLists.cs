using Kiln.Data;

namespace Kiln.Cli;

/// <summary>Takes <c>--drop a,b</c> and <c>--text a,b</c> apart. Whether a name holds the comma itself only the file can tell.</summary>
internal static class ColumnLists
{
    // As many rows as the reader looks at to find out header and types.
    private const int Looked = 1000;

    /// <summary>The options with each column by itself.</summary>
    public static CsvOptions Split(string path, CsvOptions reading)
    {
        if (!reading.SkippedColumns.Concat(reading.TextColumns).Any(name => name.Contains(',', StringComparison.Ordinal)))
        {
            return reading;
        }

        var names = Csv.Read(path, reading with { MaxRows = Looked, SkippedColumns = [], TextColumns = [] }).Names;
        return reading with { SkippedColumns = Split(reading.SkippedColumns, names), TextColumns = Split(reading.TextColumns, names) };
    }

    private static string[] Split(IReadOnlyCollection<string> given, IReadOnlyList<string> names) => [.. given.SelectMany(name =>
        names.Contains(name, StringComparer.Ordinal) ? [name] : name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
