namespace Kiln.Neural;

/// <summary>
/// Lowers the learning rate when a quantity has not improved for some epochs. Keras's ReduceLROnPlateau, with its defaults. A schedule of the optimiser would overrule
/// it, so the two are refused together.
/// </summary>
public sealed class ReduceOnPlateau : Callback
{
    private readonly PlateauWatch _watch = new(nameof(ReduceOnPlateau));

    /// <summary>The column of the history that is watched. Default: <c>val_loss</c>.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>Whether larger is better, as for an accuracy. Default: false for a column that ends in <c>loss</c> or <c>error</c>, else true.</summary>
    public bool? Maximize { get; init; }

    /// <summary>What the learning rate is multiplied by. Default 0.1; above 0 and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double Factor
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Factor), $"ReduceOnPlateau.Factor: expected above 0 and below 1, got {value}");
    }

    = 0.1;

    /// <summary>How many epochs in a row may bring no improvement. Default 10; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Patience
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Patience), $"ReduceOnPlateau.Patience: expected at least 1, got {value}");
    }

    = 10;

    /// <summary>The smallest change that counts as an improvement. Default 0.0001.</summary>
    public double MinDelta { get; init; } = 1e-4;

    /// <summary>How many epochs after a cut are not counted. Default 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>The least learning rate. Default 0.</summary>
    public double MinLearningRate { get; init; }

    private long _waited;
    private long _cooling;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimiser has a schedule, or the column is one of a validation set and there is none.</exception>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _watch.Check(context, Monitor);
        if (context.Optimizer.Schedule is not null)
        {
            throw new InvalidOperationException("ReduceOnPlateau: the optimizer has a Schedule, which sets the learning rate at every step; take one of the two");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The history has no column of this name.</exception>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        bool improved = _watch.Improves(context, Monitor, Maximize, MinDelta);
        if (_cooling > 0)
        {
            _cooling--;
            _waited = 0;
        }

        if (improved)
        {
            _waited = 0;
        }
        else if (_cooling <= 0 && ++_waited >= Patience && context.Optimizer.LearningRate > MinLearningRate)
        {
            context.Optimizer.LearningRate = Math.Max(context.Optimizer.LearningRate * Factor, MinLearningRate);
            _cooling = Cooldown;
            _waited = 0;
        }
    }

    /// <inheritdoc/>
    public override void SaveState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("best_value", _watch.Best);
        state.Set("waited", _waited);
        state.Set("cooling", _cooling);
    }

    /// <inheritdoc/>
    public override void LoadState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.IsEmpty)
        {
            _watch.Best = state.GetNumber("best_value");
            _waited = state.GetInteger("waited");
            _cooling = state.GetInteger("cooling");
        }
    }
}
