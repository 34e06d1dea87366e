using System.Diagnostics;

using Kiln.Data;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Shows the reading of a table: how far it is, how fast, how long still.</summary>
/// <param name="screen">Where to.</param>
/// <param name="path">The file.</param>
internal sealed class TableProgress(Screen screen, string path) : IProgress<CsvProgress>, IDisposable
{
    private readonly LiveLine _line = new(screen, TimeProvider.System);
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Report(CsvProgress value)
    {
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var line = $"reading {Path.GetFileName(path)}  {Numbers.Percent(value.Fraction, 0)}"
            + (value.TotalRows is null ? "  counting rows" : $"  {Numbers.Count(value.Rows, "row")}")
            + (seconds > 0.5 && value.Fraction > 0.01 ? $"  {Numbers.Clock(TimeSpan.FromSeconds(seconds * (1 - value.Fraction) / value.Fraction))} left" : "");
        _line.Show(width => Markup.Escape(line.Length > width ? line[..Math.Max(0, width)] : line), () => line);
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
