namespace Kiln.Neural;

/// <summary>
/// Everything a training run depends on between two steps. What a later step computes is a function of this, the dataset, the options
/// and nothing else.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>The epoch under way, from 0; equal to the number of epochs when the run has ended.</summary>
    internal int Epoch { get; init; }

    /// <summary>The batches of that epoch that are done. All of them: what is missing is the validation.</summary>
    internal int Batch { get; init; }

    /// <summary>The steps done since the run began.</summary>
    internal long Step { get; init; }

    /// <summary>What must be the same when resuming, by name: seed, batch size, optimiser and so on.</summary>
    internal required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The sum of loss times samples in this epoch.</summary>
    internal double LossSum { get; init; }

    /// <summary>The samples of this epoch that were counted.</summary>
    internal long LossCount { get; init; }

    /// <summary>The seconds this epoch has taken.</summary>
    internal double EpochSeconds { get; init; }

    /// <summary>What each metric has accumulated in this epoch, by name.</summary>
    internal required IReadOnlyDictionary<string, double[]> Metrics { get; init; }

    /// <summary>The epochs that ended.</summary>
    internal required History History { get; init; }

    /// <summary>What each callback remembers, by name.</summary>
    internal required IReadOnlyDictionary<string, SavedState> Callbacks { get; init; }

    /// <summary>Where the run's ambient random stream stands.</summary>
    internal required RandomScopeState Random { get; init; }

    /// <summary>Why the run was asked to stop after the epoch; null if it was not.</summary>
    internal string? StopReason { get; init; }

    /// <summary>Parameters and buffers by path.</summary>
    internal required IReadOnlyDictionary<string, Tensor> Parameters { get; init; }

    /// <summary>The optimiser's state.</summary>
    internal required IReadOnlyDictionary<string, Tensor> Optimizer { get; init; }
}
