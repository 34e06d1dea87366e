using System.Globalization;

namespace Kiln.Neural;

/// <summary>Writes a plain line per epoch, <c>epoch 3/10: loss 0.1234, accuracy 0.9712, 12.3 s</c>, and one for each warning.</summary>
/// <param name="writer">Where to, as Console.Out.</param>
public sealed class TextReport(TextWriter writer) : Callback
{
    private readonly TextWriter _writer = writer ?? throw new ArgumentNullException(nameof(writer));
    private int _warned;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _warned = 0;
        WriteWarnings(context);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string scores = EpochLine.Describe(context.History.Epoch(context.Epoch));
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {context.Epoch}/{context.Options.Epochs}: {scores}"));
        WriteWarnings(context);
        _writer.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.StopReason is { } reason)
        {
            _writer.WriteLine($"stopped: {reason}");
        }
    }

    private void WriteWarnings(TrainingContext context)
    {
        for (; _warned < context.Warnings.Count; _warned++)
        {
            _writer.WriteLine($"warning: {context.Warnings[_warned]}");
        }
    }
}
