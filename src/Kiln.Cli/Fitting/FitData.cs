using System.Diagnostics;
using System.Globalization;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary>A table as it is learned from or tested on.</summary>
/// <param name="X">The features.</param>
/// <param name="Y">What to predict.</param>
/// <param name="Weights">How much each row counts; null for 1 each.</param>
/// <param name="Reading">How long it took to read.</param>
internal sealed record FitData(Features X, Target Y, double[]? Weights, TimeSpan Reading)
{
    /// <summary>Reads the training table.</summary>
    public static FitData ReadTrain(Screen screen, FitSettings settings, CancellationToken cancellation)
    {
        var skipped = settings.Weights is null ? settings.Reading.SkippedColumns : [.. settings.Reading.SkippedColumns, settings.Weights];
        return Read(screen, settings.Train, settings, settings.Reading with { SkippedColumns = skipped }, cancellation);
    }

    /// <summary>Reads the test table: the columns of the training table, each of the same kind; others are passed over.</summary>
    public static FitData ReadTest(Screen screen, FitSettings settings, ColumnKinds kinds, CancellationToken cancellation) =>
        Read(screen, settings.Test!, settings, kinds.Apply(settings.Reading), cancellation);

    private static FitData Read(Screen screen, string path, FitSettings settings, CsvOptions options, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var progress = new TableProgress(screen, path);
        var (x, y) = Csv.ReadSupervised(path, settings.Target, options with { Progress = progress }, cancellation);
        if (x.Columns == 0)
        {
            throw new UserException($"{path} has no column besides '{settings.Target}' to learn from.");
        }

        if (x.Rows == 0)
        {
            throw new UserException($"{path} has no rows below its header, so there is nothing to {(path == settings.Train ? "learn from" : "test on")}.");
        }

        var weights = settings.Weights is null ? null : ReadWeights(path, settings.Weights, settings.Reading, cancellation);
        var time = Stopwatch.GetElapsedTime(began);
        progress.Dispose();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{path}: {Numbers.Count(x.Rows, "row")}, {Numbers.Count(x.Columns, "feature")}{(x.Kind == FeaturesKind.Table ? ", some of them text" : "")}, read in {Numbers.Seconds(time)}"));
        return new(x, y, weights, time);
    }

    private static double[] ReadWeights(string path, string column, CsvOptions reading, CancellationToken cancellation)
    {
        var weights = Csv.Read(path, reading with { Columns = [column], NumberColumns = [column], SkippedColumns = [], TextColumns = [] }, cancellation).Numbers(column).Values.ToArray();
        var bad = Array.FindIndex(weights, weight => !(weight >= 0) || double.IsInfinity(weight));
        return bad < 0 ? weights : throw new UserException(string.Create(CultureInfo.InvariantCulture,
            $"{path}: line {Csv.LineOf(path, bad, reading)}, column '{column}': a weight of {(double.IsNaN(weights[bad]) ? "nothing" : weights[bad])}; expected 0 or more (--weights)."));
    }
}
