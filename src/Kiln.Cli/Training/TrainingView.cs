using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>Shows a training run while it goes on: the live line, a line that stays for each epoch, a JSON line for each epoch.</summary>
/// <param name="screen">Where to.</param>
internal sealed class TrainingView(Screen screen) : IProgress<TrainingProgress>, IDisposable
{
    private const string Accuracy = "accuracy";
    private const string Validation = "val_";

    private readonly LiveLine _line = new(screen, TimeProvider.System);
    private TimeSpan _epochBegan;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        switch (value.Phase)
        {
            case TrainingPhase.Training:
                var state = new TrainingState(
                    value.Epoch, value.Epochs, value.Batch, value.Batches, value.Loss, value.Metrics.GetValueOrDefault(Accuracy, double.NaN),
                    value.SamplesPerSecond, value.TimeLeft);
                _line.Show(width => TrainingLine.Live(state, width), () => TrainingLine.Plain(state));
                break;
            case TrainingPhase.Validation:
                _line.Show(_ => $"epoch {value.Epoch}/{value.Epochs} [grey]validating {value.Batch}/{value.Batches}[/]");
                break;
            case TrainingPhase.EpochEnd:
                EpochEnded(value);
                break;
        }
    }

    /// <summary>Shows a warning above the live line.</summary>
    public void Warn(string message)
    {
        _line.Dispose();
        screen.Warn(message);
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private void EpochEnded(TrainingProgress value)
    {
        var seconds = value.Elapsed - _epochBegan;
        _epochBegan = value.Elapsed;
        var validation = value.Metrics.TryGetValue(Validation + "loss", out var loss)
            ? $"  [grey]validation[/] {Numbers.Loss(loss)}  {Numbers.Percent(value.Metrics.GetValueOrDefault(Validation + Accuracy, double.NaN))}"
            : "";
        _line.Keep(
            $"epoch {value.Epoch}/{value.Epochs}  loss {Numbers.Loss(value.Loss)}  accuracy "
            + $"{Numbers.Percent(value.Metrics.GetValueOrDefault(Accuracy, double.NaN))}{validation}  [grey]{Numbers.Seconds(seconds)}[/]");
        screen.Json?.Write("epoch", json =>
        {
            json.WriteNumber("epoch", value.Epoch);
            json.WriteNumber("epochs", value.Epochs);
            json.WriteNumber("step", value.Step);
            json.WriteFinite("loss", value.Loss);
            foreach (var (name, number) in value.Metrics)
            {
                json.WriteFinite(name, number);
            }

            json.WriteFinite("seconds", seconds.TotalSeconds);
        });
    }
}
