using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// Shows a fit while it goes on: a line that is written over with the batch, the loss, the metrics, samples per second and the time left, and a line that stays for each
/// epoch. Where the output is no terminal (a file, a log), a plain line every ten seconds and for each epoch.
/// </summary>
/// <example><code>
/// network.Fit(train, new FitOptions { Loss = new SoftmaxCrossEntropy(), Epochs = 10, Progress = new ProgressLine() });
/// </code></example>
/// <remarks>It shows what <see cref="TextReport"/> writes, and more; take one of the two.</remarks>
public sealed class ProgressLine : IProgress<TrainingProgress>
{
    private const int BarWidth = 20;
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    private readonly TextWriter _writer;
    private readonly bool _live;
    private readonly int _width;
    private TimeSpan _epochBegan;
    private TimeSpan _lastPlain;
    private int _written;

    /// <summary>Writes to the console's error output, as a live line if that is a terminal.</summary>
    public ProgressLine()
        : this(Console.Error, !Console.IsErrorRedirected, Width())
    {
    }

    /// <summary>Writes elsewhere.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="live">Whether the line may be written over (with a carriage return).</param>
    /// <param name="width">How many columns there are; at least 20, 80 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 20.</exception>
    public ProgressLine(TextWriter writer, bool live, int width = 80)
    {
        ArgumentNullException.ThrowIfNull(writer);
        HyperParameter.AtLeast(width, 20, nameof(width), nameof(ProgressLine));
        (_writer, _live, _width) = (writer, live, width);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Elapsed < _epochBegan)
        {
            (_epochBegan, _lastPlain) = (TimeSpan.Zero, TimeSpan.Zero); // Another fit.
        }

        if (value.Phase == TrainingPhase.EpochEnd)
        {
            Keep(EpochEnd(value));
            (_epochBegan, _lastPlain) = (value.Elapsed, value.Elapsed);
        }
        else if (_live)
        {
            Show(Live(value));
        }
        else if (value.Elapsed - _lastPlain >= s_plainInterval)
        {
            Keep(Plain(value));
            _lastPlain = value.Elapsed;
        }
    }

    private static string EpochOf(TrainingProgress value) => string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}");

    /// <summary>The same words as <see cref="TextReport"/>.</summary>
    private string EpochEnd(TrainingProgress value)
    {
        var row = new List<KeyValuePair<string, double>> { new("loss", value.Loss) };
        row.AddRange(value.Metrics);
        row.Add(new(History.Seconds, (value.Elapsed - _epochBegan).TotalSeconds));
        return $"{EpochOf(value)}: {EpochLine.Describe(row)}";
    }

    private static string Plain(TrainingProgress value) =>
        string.Create(CultureInfo.InvariantCulture, $"{EpochOf(value)}, {Doing(value)} {value.Batch}/{value.Batches}: {Scores(value)}{Speed(value)}");

    private static string Live(TrainingProgress value)
    {
        int done = value.Batches == 0 ? 0 : (int)((long)BarWidth * value.Batch / value.Batches);
        return string.Create(
            CultureInfo.InvariantCulture, $"{EpochOf(value)} {new string('━', done)}{new string('─', BarWidth - done)} {value.Batch}/{value.Batches}  {Scores(value)}{Speed(value)}");
    }

    private static string Doing(TrainingProgress value) => value.Phase == TrainingPhase.Validation ? "validation" : "batch";

    private static string Scores(TrainingProgress value)
    {
        string loss = value.Phase == TrainingPhase.Validation ? "val_loss" : "loss";
        return EpochLine.Describe([new(loss, value.Loss), .. value.Metrics]);
    }

    private static string Speed(TrainingProgress value)
    {
        string speed = value.SamplesPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {value.SamplesPerSecond:N0}/s") : string.Empty;
        return value.TimeLeft is { } left ? $"{speed}  {Duration(left)} left" : speed;
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");

    /// <summary>Writes over the line; what is left of a longer one is blanked.</summary>
    private void Show(string line)
    {
        line = line.Length < _width ? line : line[..(_width - 1)]; // The last column would move the cursor down.
        _writer.Write($"\r{line.PadRight(_written)}");
        _writer.Flush();
        _written = line.Length;
    }

    private void Keep(string line)
    {
        _writer.WriteLine(_live ? $"\r{line.PadRight(_written)}" : line);
        _writer.Flush();
        _written = 0;
    }

    private static int Width()
    {
        try
        {
            return Console.IsErrorRedirected ? 80 : Math.Max(20, Console.WindowWidth);
        }
        catch (IOException)
        {
            return 80; // No window to ask.
        }
    }
}
