using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>
/// Writes the columns of the history as TensorBoard curves, one point per epoch, training and validation of a quantity in one chart:
/// <c>loss/train</c>, <c>loss/validation</c>. A folder that cannot be written is warned of and does not end the run.
/// </summary>
/// <param name="folder">The folder of this run's event files; made if missing.</param>
public sealed class TensorBoardLog(string folder) : Callback, IDisposable
{
    private EventFileWriter? _writer;

    /// <summary>The folder of the event files.</summary>
    public string Folder { get; } = folder ?? throw new ArgumentNullException(nameof(folder));

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int done = context.History.Epochs;
        Guard(context, () => _writer = new EventFileWriter(Folder, context.Step == 0 ? null : done + 1));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_writer is { } writer)
        {
            Guard(context, () => writer.Scalars(
                context.Epoch,
                context.History.Epoch(context.Epoch).Where(c => !double.IsNaN(c.Value)).Select(c => KeyValuePair.Create(Tag(c.Key), c.Value))));
        }
    }

    /// <inheritdoc/>
    public override void OnClose() => Dispose();

    /// <summary>Closes the event file; a fit does so at its end.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private static string Tag(string column) => column switch
    {
        "learning_rate" or History.Seconds => column,
        _ => column.StartsWith("val_", StringComparison.Ordinal) ? $"{column[4..]}/validation" : $"{column}/train",
    };

    private void Guard(TrainingContext context, Action write)
    {
        try
        {
            write();
        }
        catch (FileWriteException e)
        {
            Dispose();
            context.Warn($"{e.Message}; training goes on without TensorBoard curves");
        }
    }
}
