using Kiln.Evaluation;
using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>Writes the curves of a run while it goes on: history.csv after each epoch, TensorBoard events after each epoch and every few steps.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class RunRecorder(RunFolder folder) : Callback, IDisposable
{
    private const int StepsBetweenEvents = 20;

    private EventFileWriter? _events;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) =>
        _events = new EventFileWriter(folder.Path, context.Step > 0 ? context.Step + 1 : null);

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (context.Step % StepsBetweenEvents == 0)
        {
            _events!.Scalar("batch/loss", context.BatchLoss, context.Step);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        context.History.Save(folder.History);
        var epoch = context.History.Epoch(context.History.Epochs);
        _events!.Scalars(context.Step, epoch.Where(column => double.IsFinite(column.Value)).Select(column => KeyValuePair.Create(Tag(column.Key), column.Value)));
    }

    /// <inheritdoc/>
    public void Dispose() => _events?.Dispose();

    // train/loss and validation/loss appear side by side; the rest is about the run.
    private static string Tag(string column) =>
        column.StartsWith("val_", StringComparison.Ordinal) ? "validation/" + column["val_".Length..]
        : column is "learning_rate" or Neural.History.Seconds ? "run/" + column
        : "train/" + column;
}
