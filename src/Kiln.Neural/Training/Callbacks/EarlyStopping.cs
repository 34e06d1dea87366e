namespace Kiln.Neural;

/// <summary>
/// Stops when a quantity has not improved for some epochs, and puts back the parameters of the best epoch.
/// </summary>
public sealed class EarlyStopping : Callback
{
    private readonly Dictionary<string, Tensor> _best = new(StringComparer.Ordinal);
    private readonly PlateauWatch _watch = new(nameof(EarlyStopping));
    private long _bestEpoch;

    /// <summary>The column of the history that is watched. Default: <c>val_loss</c>.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>Whether larger is better, as for an accuracy. Default: false for a column that ends in <c>loss</c> or <c>error</c>, else true.</summary>
    public bool? Maximize { get; init; }

    /// <summary>How many epochs in a row may bring no improvement. Default 3; at least 1.</summary>
    public int Patience
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Patience), $"EarlyStopping.Patience: expected at least 1, got {value}");
    }

    = 3;

    /// <summary>The smallest change that counts as an improvement. Default 0.</summary>
    public double MinDelta
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinDelta), $"EarlyStopping.MinDelta: expected 0 or more, got {value}");
    }

    /// <summary>Whether the network ends with the parameters of the best epoch rather than the last. Default true.</summary>
    public bool RestoreBest { get; init; } = true;

    /// <summary>The best epoch so far, from 1; 0 before the first has ended.</summary>
    public int BestEpoch => (int)_bestEpoch;

    /// <summary>The watched quantity in the best epoch; NaN before the first has ended.</summary>
    public double BestValue => _watch.Best;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The column is one of a validation set, and there is none.</exception>
    public override void OnTrainBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _watch.Check(context, Monitor);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The history has no column of this name.</exception>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_watch.Improves(context, Monitor, Maximize, MinDelta))
        {
            _bestEpoch = context.Epoch;
            if (RestoreBest)
            {
                Remember(context.Network);
            }
        }
        else if (context.Epoch - _bestEpoch >= Patience)
        {
            context.Stop($"{Monitor} has not improved on {_watch.Best:G5} of epoch {_bestEpoch} for {Patience} epochs");
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach ((string path, Parameter parameter) in context.Network.NamedParameters())
        {
            if (_best.TryGetValue(path, out Tensor? best))
            {
                parameter.Assign(best);
            }
        }
    }

    /// <inheritdoc/>
    public override void SaveState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("best_epoch", _bestEpoch);
        state.Set("best_value", _watch.Best);
        foreach ((string path, Tensor tensor) in _best)
        {
            state.Set("best/" + path, tensor);
        }
    }

    /// <inheritdoc/>
    public override void LoadState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.IsEmpty)
        {
            return;
        }

        _bestEpoch = state.GetInteger("best_epoch");
        _watch.Best = state.GetNumber("best_value");
        _best.Clear();
        foreach ((string path, Tensor tensor) in state.GetTensors("best/"))
        {
            _best.Add(path, tensor);
        }
    }

    private void Remember(Module network)
    {
        foreach ((string path, Parameter parameter) in network.NamedParameters())
        {
            _best[path] = parameter.Value.Detach().Copy();
        }
    }
}
