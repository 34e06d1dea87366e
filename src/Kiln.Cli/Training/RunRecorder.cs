using Kiln.Evaluation;
using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>Writes the curves of a run while it goes on: history.csv after each epoch, TensorBoard events after each epoch and every few steps.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="warn">Is told, once, when they cannot be written; training is worth more than its curves and goes on.</param>
internal sealed class RunRecorder(RunFolder folder, Action<string> warn) : Callback, IDisposable
{
    private const int StepsBetweenEvents = 20;

    private EventFileWriter? _events;
    private bool _hasFailed;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) =>
        Try(() => _events = new EventFileWriter(folder.Path, context.Step > 0 ? context.Step + 1 : null));

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (context.Step % StepsBetweenEvents == 0)
        {
            Try(() => _events?.Scalar("batch/loss", context.BatchLoss, context.Step));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        Try(() => context.History.Save(folder.History));
        var epoch = context.History.Epoch(context.History.Epochs);
        Try(() => _events?.Scalars(context.Step, epoch.Where(column => double.IsFinite(column.Value)).Select(column => KeyValuePair.Create(Tag(column.Key), column.Value))));
    }

    /// <inheritdoc/>
    public void Dispose() => Try(() => _events?.Dispose());

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                warn($"history.csv or the TensorBoard events could not be written: {LibraryMessages.Translate(error.Message)} Training goes on.");
            }
        }
    }

    // train/loss and validation/loss appear side by side; the rest is about the run.
    private static string Tag(string column) =>
        column.StartsWith("val_", StringComparison.Ordinal) ? "validation/" + column["val_".Length..]
        : column is "learning_rate" or Neural.History.Seconds ? "run/" + column
        : "train/" + column;
}
