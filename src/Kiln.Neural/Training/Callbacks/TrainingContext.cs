using Kiln.Data;

namespace Kiln.Neural;

/// <summary>Where a fit stands, for callbacks. One object serves the whole run; its values move on.</summary>
public sealed class TrainingContext
{
    private readonly Func<History> _history;
    private readonly List<string> _warnings = [];

    internal TrainingContext(Module network, FitOptions options, Func<History> history)
    {
        Network = network;
        Options = options;
        _history = history;
    }

    /// <summary>The network in training.</summary>
    public Module Network { get; }

    /// <summary>The options of the fit.</summary>
    public FitOptions Options { get; }

    /// <summary>The optimiser; its learning rate may be changed between steps, and is saved in checkpoints.</summary>
    public Optimizer Optimizer => Options.Optimizer;

    /// <summary>The epochs that have ended.</summary>
    public History History => _history();

    /// <summary>The epoch under way, from 1.</summary>
    public int Epoch { get; internal set; } = 1;

    /// <summary>The batches of this epoch that are done.</summary>
    public int Batch { get; internal set; }

    /// <summary>The batches of an epoch.</summary>
    public int Batches { get; internal set; }

    /// <summary>The training steps done since the run began, over all epochs.</summary>
    public long Step { get; internal set; }

    /// <summary>Whether the gradients of the last batch wait for others (<see cref="FitOptions.AccumulationSteps"/>), so that no parameter has changed.</summary>
    public bool WaitsForStep { get; internal set; }

    /// <summary>The loss of the last step.</summary>
    public double BatchLoss { get; internal set; }

    /// <summary>The batch under way; null between batches.</summary>
    internal Batch? CurrentBatch { get; set; }

    /// <summary>What the network made of it; null before that, and for a network with several outputs.</summary>
    internal Tensor? CurrentOutputs { get; set; }

    /// <summary>The checkpoint written or loaded last: a folder; null when there is none.</summary>
    public string? CheckpointPath { get; internal set; }

    /// <summary>Why the run is to stop after this epoch; null while it is not.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Asks the run to end after the epoch under way, as if it had been the last.</summary>
    /// <param name="reason">Why, for the log.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        StopReason = reason;
    }

    /// <summary>What was warned of since the fit began, oldest first.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Writes a warning to the run's logger, if it has one, and adds it to <see cref="Warnings"/>.</summary>
    /// <param name="message">What is not as it should be, and that training goes on.</param>
    public void Warn(string message)
    {
        _warnings.Add(message);
        if (Options.Logger is { } logger)
        {
            TrainingLog.Warning(logger, message);
        }
    }

    internal void Resume(string? stopReason) => StopReason = stopReason;
}
