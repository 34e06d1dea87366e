namespace Kiln.Neural;

/// <summary>
/// Keeps an average of the parameters over the steps and, at the end, puts it into the network: smoother than the last step, and usually better. With a decay, an
/// exponential average (Polyak and Juditsky 1992; Keras's <c>use_ema</c>); without one, the plain mean from some epoch on (Izmailov et al., "Averaging weights
/// leads to wider optima", 2018).
/// </summary>
/// <remarks>
/// Statistics of batch norm are averaged too. For networks with batch norm, a pass over the training data in training mode after an average without decay gives better ones.
/// Validation during the run measures the network in training, not the average.
/// </remarks>
public sealed class WeightAveraging : Callback
{
    private readonly Dictionary<string, Tensor> _average = new(StringComparer.Ordinal);
    private long _count;

    /// <summary>How much of the average stays at each step; null for the plain mean. Default 0.99, as in Keras; above 0 and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double? Decay
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Decay), $"WeightAveraging.Decay: expected above 0 and below 1, or null, got {value}");
    }

    = 0.99;

    /// <summary>The first epoch whose steps count. Default 1.</summary>
    public int FromEpoch { get; init; } = 1;

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Epoch < FromEpoch || context.WaitsForStep)
        {
            return;
        }

        _count++;
        double take = Decay is { } decay && _count > 1 ? 1 - decay : 1.0 / _count;
        using var quiet = Autograd.NoGrad();
        foreach ((string path, Parameter parameter) in context.Network.NamedParameters())
        {
            Tensor value = parameter.Value.Detach();
            if (!value.DType.IsFloatingPoint())
            {
                continue;
            }

            _average[path] = _average.TryGetValue(path, out Tensor? average) ? average + (value - average) * take : value.Copy();
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach ((string path, Parameter parameter) in context.Network.NamedParameters())
        {
            if (_average.TryGetValue(path, out Tensor? average))
            {
                parameter.Assign(average);
            }
        }
    }

    /// <inheritdoc/>
    public override void SaveState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("count", _count);
        foreach ((string path, Tensor average) in _average)
        {
            state.Set("average/" + path, average);
        }
    }

    /// <inheritdoc/>
    public override void LoadState(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _average.Clear();
        if (!state.IsEmpty)
        {
            _count = state.GetInteger("count");
            foreach ((string path, Tensor average) in state.GetTensors("average/"))
            {
                _average.Add(path, average);
            }
        }
    }
}
