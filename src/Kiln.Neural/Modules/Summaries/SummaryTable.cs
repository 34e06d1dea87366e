using System.Globalization;
using System.Text;

namespace Kiln.Neural;

/// <summary>Prints a <see cref="ModuleSummary"/>.</summary>
internal static class SummaryTable
{
    private static readonly string[] s_head = ["Layer", "Type", "Output shape", "Parameters", "Multiply-adds"];

    internal static string Print(ModuleSummary summary)
    {
        string[][] rows = [.. summary.Layers.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(c => rows.Append(s_head).Max(row => row[c].Length))];
        var text = new StringBuilder();
        Line(text, s_head, widths);
        Rule(text, widths);
        foreach (string[] row in rows)
        {
            Line(text, row, widths);
        }

        Rule(text, widths);
        Total(text, "Parameters", summary.TrainedParameters + summary.OtherParameters, summary.TrainedBytes + summary.OtherBytes);
        Total(text, "  trained", summary.TrainedParameters, summary.TrainedBytes);
        Total(text, "  not trained", summary.OtherParameters, summary.OtherBytes);
        if (summary.MultiplyAdds > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Multiply-adds: {Number(summary.MultiplyAdds)} for one item forward, about three times as many in training\n");
        }

        if (summary is { Memory: { } memory, Options: { } options })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"Training step of {Number(options.BatchSize)}: {Size(memory.Total)} = parameters {Size(memory.Parameters)} + gradients {Size(memory.Gradients)} + {summary.OptimizerName}'s state {Size(memory.OptimizerState)} + activations {Size(memory.Activations)}\n");
        }

        if (summary is { Epoch: { } epoch, Options: { } timed })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"Epoch of {Number(timed.Samples)}: about {Time(epoch.EpochTime)} here, from the fastest of {epoch.Steps} timed steps of {Number(timed.BatchSize)} ({Time(epoch.StepTime)}; forward, backward and {summary.OptimizerName}, without loss, metrics and reading)\n");
        }

        return text.ToString();
    }

    internal static string BatchShape(Shape shape) =>
        shape.Rank == 0 ? "(B)" : $"(B{string.Concat(shape.ToArray().Select(n => string.Create(CultureInfo.InvariantCulture, $", {n}")))})";

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string[] Row(LayerSummary layer) =>
    [
        new string(' ', 2 * layer.Depth) + layer.Name,
        layer.Type,
        BatchShape(layer.OutputShape),
        Number(layer.Parameters),
        Number(layer.MultiplyAdds),
    ];

    private static void Rule(StringBuilder text, int[] widths) => text.Append('─', widths.Sum() + 2 * (widths.Length - 1)).Append('\n');

    private static void Line(StringBuilder text, string[] row, int[] widths)
    {
        for (int c = 0; c < row.Length; c++)
        {
            bool last = c == row.Length - 1;
            text.Append(c >= 3 ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c])).Append(last ? "\n" : "  ");
        }
    }

    private static void Total(StringBuilder text, string name, long count, long bytes) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}: {Number(count)} ({Size(bytes)})\n");

    private static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F1} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F1} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:F1} h"),
    };

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F1} GiB"),
    };
}
