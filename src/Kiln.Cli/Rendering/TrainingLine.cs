namespace Kiln.Cli;

/// <summary>Where a training run stands after a batch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Batch">Batches of this epoch that are done.</param>
/// <param name="Batches">Batches per epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="Accuracy">Training accuracy of the epoch so far, 0 to 1; NaN when not measured.</param>
/// <param name="ImagesPerSecond">Throughput lately.</param>
/// <param name="TimeLeft">Time left until the last epoch ends, or <see langword="null"/> before there is an estimate.</param>
internal readonly record struct TrainingState(
    int Epoch, int Epochs, int Batch, int Batches, double Loss, double Accuracy, double ImagesPerSecond, TimeSpan? TimeLeft);

/// <summary>Lays out the progress of a training run as one line of markup, as wide as there is room and never wider.</summary>
internal static class TrainingLine
{
    private const int WidestBar = 30;
    private const int NarrowestBar = 5;

    /// <summary>The line with its bar, for a terminal of that many columns.</summary>
    public static string Live(TrainingState state, int width)
    {
        var head = $"epoch {state.Epoch}/{state.Epochs}";
        var batch = $"{state.Batch}/{state.Batches}";
        List<string> parts =
        [
            $"loss {Numbers.Loss(state.Loss)}",
            .. double.IsNaN(state.Accuracy) ? Array.Empty<string>() : [$"accuracy {Numbers.Percent(state.Accuracy, 1)}"],
            .. state.ImagesPerSecond > 0 ? [$"{Numbers.Count((long)state.ImagesPerSecond)} images/s"] : Array.Empty<string>(),
            .. state.TimeLeft is { } left ? [$"{Numbers.Clock(left)} left"] : Array.Empty<string>(),
        ];

        // What matters least stands last and goes first; a terminal keeps its last column free, or it would wrap.
        int Taken() => head.Length + 1 + 1 + batch.Length + parts.Sum(part => part.Length + 2);
        while (parts.Count > 0 && Taken() + NarrowestBar > width - 1)
        {
            parts.RemoveAt(parts.Count - 1);
        }

        var room = Math.Clamp(width - 1 - Taken(), 0, WidestBar);
        var line = $"{head} {Bar(state, room)} {batch}";
        return parts.Count == 0 ? line : $"{line}  {string.Join("  ", parts)}";
    }

    /// <summary>The same without a bar, for a stream that keeps its lines.</summary>
    public static string Plain(TrainingState state)
    {
        var accuracy = double.IsNaN(state.Accuracy) ? "" : $"  accuracy {Numbers.Percent(state.Accuracy)}";
        var left = state.TimeLeft is { } time ? $"  {Numbers.Clock(time)} left" : "";
        return $"epoch {state.Epoch}/{state.Epochs}  batch {state.Batch}/{state.Batches}  loss {Numbers.Loss(state.Loss)}{accuracy}"
            + $"  {Numbers.Count((long)state.ImagesPerSecond)} images/s{left}";
    }

    // Each column of the bar is drawn whole or half, so a bar of 30 columns shows 60 steps.
    private static string Bar(TrainingState state, int columns)
    {
        if (columns == 0)
        {
            return "";
        }

        var done = state.Batches == 0 ? 1 : Math.Clamp((double)state.Batch / state.Batches, 0, 1);
        var halves = (int)Math.Floor(done * columns * 2);
        var full = new string('━', halves / 2);
        var half = halves % 2 == 1 ? "╸" : "";
        var rest = new string('─', columns - full.Length - half.Length);
        return $"[green]{full}{half}[/][grey]{rest}[/]";
    }
}
