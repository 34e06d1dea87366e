using System.Globalization;

namespace Kiln.Data;

/// <summary>Makes tables and matrices of files.</summary>
internal static class CsvTables
{
    public static Table Read(CsvSource source, CsvOptions options, CancellationToken cancellation)
    {
        var layout = CsvScan.Run(source, options, cancellation);
        var wanted = Wanted(source, options, layout);
        return ReadTable(source, options, layout, wanted, cancellation);
    }

    public static (Features X, Target? Y) ReadFeatures(CsvSource source, string? target, CsvOptions options, CancellationToken cancellation)
    {
        var layout = CsvScan.Run(source, options, cancellation);
        if (target is not null)
        {
            Require(source, layout, [target]);
            RefuseTwins(source, options, layout, target);
            options = options.Columns is null ? options : options with { Columns = [.. options.Columns, target] };
        }

        var wanted = Wanted(source, options, layout);
        return ReadMatrix(source, options, layout, wanted, target, cancellation) ?? FromTable(source, options, layout, ReadTable(source, options, layout, wanted, cancellation), target);
    }

    /// <summary>The line of the file in which a row stands.</summary>
    public static long LineOf(CsvSource source, CsvOptions options, CsvLayout layout, int row)
    {
        using var pass = source.Open(options, layout.Separator, layout.Encoding);
        for (var records = layout.HasHeader ? -2 : -1; records < row; records++)
        {
            if (!pass.Read())
            {
                throw new ArgumentOutOfRangeException(nameof(row), row, $"{source.Name}: there are {layout.Rows} rows");
            }
        }

        return pass.Reader.LineNumber;
    }

    /// <summary>A second column under the target's header is the target once more as a rule, and a model that has it for a feature has learned nothing.</summary>
    private static void RefuseTwins(CsvSource source, CsvOptions options, CsvLayout layout, string target)
    {
        var place = Array.IndexOf(layout.Names, target);
        for (var other = 0; other < layout.Names.Length; other++)
        {
            var name = layout.Names[other];
            if (other != place && layout.Headers[other] == layout.Headers[place] && (options.Columns?.Contains(name, StringComparer.Ordinal) ?? true) && !options.SkippedColumns.Contains(name, StringComparer.Ordinal))
            {
                throw new DatasetException(string.Create(CultureInfo.InvariantCulture,
                    $"{source.Name}: columns {Math.Min(place, other) + 1} and {Math.Max(place, other) + 1} are both called '{layout.Headers[place]}', and '{target}' is the target: '{name}' would be a feature, and give the answer away. Rename one, or leave '{name}' out"));
            }
        }
    }

    private static (Features X, Target? Y) FromTable(CsvSource source, CsvOptions options, CsvLayout layout, Table table, string? target) =>
        target is null ? (Features.Of(table), null) : (Features.Of(table.Drop(target)), TargetOf(source, options, layout, table[target]));

    private static Target TargetOf(CsvSource source, CsvOptions options, CsvLayout layout, Column column)
    {
        var missing = 0;
        while (missing < column.Count && !column.IsMissing(missing))
        {
            missing++;
        }

        return missing == column.Count
            ? Target.Of(column)
            : throw new DatasetException(string.Create(CultureInfo.InvariantCulture,
                $"{source.Name}: line {LineOf(source, options, layout, missing)}, target '{column.Name}': there is no value ({column.MissingCount} of {column.Count} are missing); fill it in, or drop those rows"));
    }

    /// <summary>One row-major matrix; null when a column besides the target is not of numbers.</summary>
    private static (Features X, Target? Y)? ReadMatrix(
        CsvSource source, CsvOptions options, CsvLayout layout, bool[] wanted, string? target, CancellationToken cancellation)
    {
        var places = InOrder(options, layout, wanted).Where(i => layout.Names[i] != target).ToArray();
        if (!Array.TrueForAll(places, place => IsNumbers(options, layout, place)) || (long)layout.Rows * places.Length > Array.MaxLength)
        {
            return null;
        }

        var words = new FieldWords(options);
        var values = new double[layout.Rows * places.Length];
        var sinks = new ColumnSink?[wanted.Length];
        for (var i = 0; i < places.Length; i++)
        {
            sinks[places[i]] = new NumberSink(layout.Names[places[i]], words, values, i, places.Length);
        }

        ColumnSink? targetSink = null;
        if (target is not null)
        {
            var place = Array.IndexOf(layout.Names, target);
            sinks[place] = targetSink = Sink(options, layout, place, words);
        }

        CsvFill.Run(source, options, layout, sinks, cancellation);
        if (Array.Exists(places, place => sinks[place] is null))
        {
            return null;
        }

        var x = Features.Dense(values, layout.Rows, places.Length, [.. places.Select(place => layout.Names[place])])
            .WithIntegers([.. places.Select(place => ((NumberSink)sinks[place]!).AreIntegers)]);
        if (target is null)
        {
            return (x, null);
        }

        var column = sinks[Array.IndexOf(layout.Names, target)] is null
            ? ReadTable(source, options, layout, [.. layout.Names.Select(name => name == target)], cancellation)[target]
            : Finish(source, options, layout, targetSink!);
        return (x, TargetOf(source, options, layout, column));
    }

    private static Table ReadTable(CsvSource source, CsvOptions options, CsvLayout layout, bool[] wanted, CancellationToken cancellation)
    {
        var words = new FieldWords(options);
        var made = new ColumnSink?[wanted.Length];
        for (var place = 0; place < wanted.Length; place++)
        {
            made[place] = wanted[place] ? Sink(options, layout, place, words) : null;
        }

        ColumnSink?[] sinks = [.. made];
        CsvFill.Run(source, options, layout, sinks, cancellation);
        var again = new ColumnSink?[wanted.Length];
        for (var place = 0; place < wanted.Length; place++)
        {
            if (wanted[place] && sinks[place] is null)
            {
                // A word after the first thousand numbers: the column is text, and is read once more as such.
                made[place] = again[place] = new TextSink(layout.Names[place], words, layout.Rows);
            }
        }

        if (again.Any(sink => sink is not null))
        {
            CsvFill.Run(source, options, layout, again, cancellation);
        }

        return new Table([.. InOrder(options, layout, wanted).Select(place => Finish(source, options, layout, made[place]!))]);
    }

    private static Column Finish(CsvSource source, CsvOptions options, CsvLayout layout, ColumnSink sink) =>
        sink is NumberSink numbers ? new NumberColumn(sink.Name, numbers.Values) { AreIntegers = numbers.AreIntegers } : ((TextSink)sink).Finish(Mixed(source, options, layout, (TextSink)sink));

    /// <summary>Why a column is text that nobody asked to be: the first word, where most of its values are numbers.</summary>
    private static MixedValues? Mixed(CsvSource source, CsvOptions options, CsvLayout layout, TextSink sink)
    {
        if (layout.FirstWords[Array.IndexOf(layout.Names, sink.Name)] is not { } first || options.TextColumns.Contains(sink.Name, StringComparer.Ordinal))
        {
            return null;
        }

        var (numbers, words, commas) = sink.Count();
        var decimals = words > 0 && commas == words && layout.Separator != ',' && options.DecimalPoint != ',';
        return decimals || numbers > words ? new(source.Name, sink.Name, first.Line, first.Word, numbers, words) { HasDecimalCommas = decimals } : null;
    }

    private static ColumnSink Sink(CsvOptions options, CsvLayout layout, int place, FieldWords words) => IsNumbers(options, layout, place)
        ? new NumberSink(layout.Names[place], words, new double[layout.Rows], 0, 1)
        : new TextSink(layout.Names[place], words, layout.Rows);

    private static bool IsNumbers(CsvOptions options, CsvLayout layout, int place) =>
        !options.TextColumns.Contains(layout.Names[place], StringComparer.Ordinal) && (layout.MayBeNumbers[place] || options.NumberColumns.Contains(layout.Names[place], StringComparer.Ordinal));

    private static bool[] Wanted(CsvSource source, CsvOptions options, CsvLayout layout)
    {
        Require(source, layout, [.. (options.Columns ?? []).Concat(options.SkippedColumns).Concat(options.NumberColumns).Concat(options.TextColumns).Distinct(StringComparer.Ordinal)]);
        var wanted = options.Columns?.ToHashSet(StringComparer.Ordinal);
        return [.. layout.Names.Select(name => (wanted?.Contains(name) ?? true) && !options.SkippedColumns.Contains(name, StringComparer.Ordinal))];
    }

    private static IEnumerable<int> InOrder(CsvOptions options, CsvLayout layout, bool[] wanted) =>
        (options.Columns?.Distinct(StringComparer.Ordinal).Select(name => Array.IndexOf(layout.Names, name)) ?? Enumerable.Range(0, wanted.Length)).Where(place => wanted[place]);

    private static void Require(CsvSource source, CsvLayout layout, string[] names)
    {
        string[] missing = [.. names.Except(layout.Names, StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            throw new DatasetException($"{source.Name}: there is no column '{missing[0]}'; {NearNames.Hint(missing[0], layout.Names, "the columns are")}"
                + (missing.Length == 1 ? string.Empty : $". {(missing.Length == 2 ? "Another is missing" : $"Others are missing ({missing.Length - 1})")}: {string.Join(", ", missing.Skip(1).Take(20))}{(missing.Length > 21 ? ", …" : string.Empty)}")
                + (layout.HasHeader ? string.Empty : ". Its first line holds values and names no columns: put their names before it"));
        }
    }
}
