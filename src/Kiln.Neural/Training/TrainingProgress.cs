namespace Kiln.Neural;

/// <summary>Where a training run stands: what a progress bar shows.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">The number of epochs of the run.</param>
/// <param name="Batch">The batches of this epoch that are done.</param>
/// <param name="Batches">The batches of an epoch.</param>
/// <param name="Step">The training steps done since the run began, over all epochs.</param>
/// <param name="Phase">What is going on.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Batch, int Batches, long Step, TrainingPhase Phase)
{
    /// <summary>The mean loss over the samples of this epoch so far.</summary>
    public double Loss { get; init; }

    /// <summary>The metrics over the samples of this epoch so far; after <see cref="TrainingPhase.EpochEnd"/> with the <c>val_</c> values.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Training samples per second, over about the last second; 0 when there is no figure yet.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>The time since this call of Fit began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The estimate of what is left of this epoch's training; null when there is no figure yet.</summary>
    public TimeSpan? EpochTimeLeft { get; init; }

    /// <summary>The estimate of what is left of the whole run, validation included; null when there is no figure yet.</summary>
    public TimeSpan? TimeLeft { get; init; }
}

/// <summary>What a training run is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Training steps. <see cref="TrainingProgress.Batch"/> counts them.</summary>
    Training,

    /// <summary>Validation. <see cref="TrainingProgress.Batch"/> and <see cref="TrainingProgress.Batches"/> count the validation set's batches.</summary>
    Validation,

    /// <summary>An epoch has ended: its values are final.</summary>
    EpochEnd,
}
