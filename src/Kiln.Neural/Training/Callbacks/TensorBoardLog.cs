using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>
/// Writes the columns of the history as TensorBoard curves, one point per epoch, training and validation of a quantity in one chart:
/// <c>loss/train</c>, <c>loss/validation</c>; on request histograms of the parameters, pictures, and the graph of the layers. A folder that cannot be written is warned
/// of and does not end the run.
/// </summary>
/// <param name="folder">The folder of this run's event files; made if missing.</param>
public sealed class TensorBoardLog(string folder) : Callback, IDisposable
{
    private EventFileWriter? _writer;

    /// <summary>The folder of the event files.</summary>
    public string Folder { get; } = folder ?? throw new ArgumentNullException(nameof(folder));

    /// <summary>After every how many epochs the distributions of all parameters are written; 0 (by default) for never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int HistogramEpochs
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(HistogramEpochs), $"TensorBoardLog.HistogramEpochs: expected 0 or more, got {value}");
    }

    /// <summary>Whether the graph of the layers is written when the training begins. Default true.</summary>
    public bool Graph { get; init; } = true;

    /// <summary>Makes pictures after each epoch, by name: predictions, filters, reconstructions. Default: none.</summary>
    public Func<TrainingContext, IEnumerable<KeyValuePair<string, Image>>>? Images { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int done = context.History.Epochs;
        Guard(context, () =>
        {
            _writer = new EventFileWriter(Folder, context.Step == 0 ? null : done + 1);
            if (Graph && context.Step == 0)
            {
                _writer.Graph(LayerGraph.Of(context.Network));
            }
        });
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_writer is { } writer)
        {
            Guard(context, () => Write(writer, context));
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

    private void Write(EventFileWriter writer, TrainingContext context)
    {
        writer.Scalars(
            context.Epoch,
            context.History.Epoch(context.Epoch).Where(c => !double.IsNaN(c.Value)).Select(c => KeyValuePair.Create(Tag(c.Key), c.Value)));
        if (HistogramEpochs > 0 && context.Epoch % HistogramEpochs == 0)
        {
            foreach ((string path, Parameter parameter) in context.Network.NamedParameters())
            {
                writer.Histogram(path.Replace('.', '/'), parameter.Value, context.Epoch);
            }
        }

        foreach ((string name, Image image) in Images?.Invoke(context) ?? [])
        {
            writer.Image(name, image, context.Epoch);
        }
    }

    private static string Tag(string column) => column switch
    {
        "learning_rate" or History.Seconds => column,
        _ when column.StartsWith(MemoryWatch.Prefix, StringComparison.Ordinal) => $"memory/{column[MemoryWatch.Prefix.Length..]}",
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
