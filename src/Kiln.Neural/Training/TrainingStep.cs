using Kiln.Data;

namespace Kiln.Neural;

/// <summary>
/// One training step after another, for loops of one's own: forward, loss, backward, update. The draws of a step (dropout) depend on
/// the seed and on <see cref="Count"/> only.
/// </summary>
/// <example><code>
/// var step = new TrainingStep(network, new SoftmaxCrossEntropy(), new Adam(), seed: 42);
/// foreach (var batch in loader.Epoch(0)) { Console.WriteLine(step.Run(batch)); }
/// </code></example>
public sealed class TrainingStep
{
    private readonly KeyValuePair<string, Parameter>[] _parameters;
    private readonly Parameter[] _leaves;
    private readonly RandomKey _key;
    private readonly (Parameter Parameter, Regularizer Regularizer)[] _regularizers;
    private readonly (Parameter Parameter, Constraint Constraint)[] _constraints;
    private readonly TotalLoss _total;
    private readonly HashSet<int> _unmet = [];
    private int _pending;
    private (double Loss, Tensor[]? Outputs) _last;

    /// <summary>Prepares steps on a network.</summary>
    /// <param name="network">The network; its parameters are those it has registered now.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How gradients change parameters.</param>
    /// <param name="seed">What the draws depend on.</param>
    /// <param name="gradientClipNorm">See <see cref="FitOptions.GradientClipNorm"/>.</param>
    /// <exception cref="ArgumentException">The network has no parameter to train, or not the outputs that the loss names.</exception>
    public TrainingStep(Module network, Loss loss, Optimizer optimizer, ulong seed = 0, double? gradientClipNorm = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        _parameters = [.. network.NamedParameters()];
        _leaves = Array.ConvertAll(_parameters, p => p.Value);
        if (!_leaves.Any(p => p.IsTrainable))
        {
            throw new ArgumentException(
                $"training: {network.GetType().Name} has no trainable parameter; {(network is Sequential { Count: 0 } ? "it has no layers yet" : "did its constructor register its layers with Child(name, layer)?")}",
                nameof(network));
        }

        (Network, Loss, Optimizer, GradientClipNorm) = (network, loss, optimizer, gradientClipNorm);
        Wiring = new Wiring(network);
        _total = new TotalLoss(Wiring, loss);
        _key = RandomKey.FromSeed(seed).Derive("step");
        _regularizers = [.. network.AllRegularizers()];
        _constraints = [.. network.AllConstraints()];
    }

    /// <summary>The network in training.</summary>
    public Module Network { get; }

    /// <summary>What is made small.</summary>
    public Loss Loss { get; }

    /// <summary>How gradients change parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The largest length of the gradient; null for any.</summary>
    public double? GradientClipNorm { get; }

    /// <summary>See <see cref="FitOptions.GradientClipParameterNorm"/>.</summary>
    public double? GradientClipParameterNorm { get; init; }

    /// <summary>See <see cref="FitOptions.GradientClipValue"/>.</summary>
    public double? GradientClipValue { get; init; }

    /// <summary>See <see cref="FitOptions.AccumulationSteps"/>; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int AccumulationSteps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AccumulationSteps), $"AccumulationSteps: expected at least 1, got {value}");
    }

    = 1;

    /// <summary>See <see cref="FitOptions.ClassWeights"/>.</summary>
    public IReadOnlyDictionary<int, double>? ClassWeights
    {
        get;
        init
        {
            field = value;
            _unmet = value is null ? [] : [.. value.Keys];
        }
    }

    /// <summary>The classes with weights of which no batch had a sample yet.</summary>
    internal IReadOnlyCollection<int> UnmetClasses => _unmet;

    /// <summary>What is doubtful about the loss of this network, for the log.</summary>
    internal IReadOnlyList<string> Doubts => _total.Doubts;

    /// <summary>The batches done.</summary>
    public long Count { get; internal set; }

    /// <summary>How many batches wait for the next change of the parameters; 0 right after one.</summary>
    public int Pending => _pending;

    /// <summary>Called with the loss and the outputs of the last batch when the gradients are complete, before they are clipped and used.</summary>
    internal Action<double, Tensor[]>? GradientsReady { get; set; }

    /// <summary>What goes where.</summary>
    internal Wiring Wiring { get; }

    /// <summary>The columns of the losses of several outputs; none for one.</summary>
    internal string[] PartNames => _total.Names;

    /// <summary>The parameters and buffers of the network with their paths.</summary>
    internal IReadOnlyList<KeyValuePair<string, Parameter>> Parameters => _parameters;

    /// <summary>Whether a dataset has what the network takes and the losses compare with, so that a validation set is not found wanting after an epoch.</summary>
    /// <param name="dataset">The dataset, with at least one example.</param>
    /// <param name="what">What to call it in the error.</param>
    /// <exception cref="ArgumentException">An input or a target is missing.</exception>
    internal void Check(Dataset dataset, string what)
    {
        if (Wiring.IsSingle)
        {
            return; // Nothing can be missing, and no example needs to be read.
        }

        try
        {
            _total.Check(dataset.Gather([0]));
        }
        catch (ArgumentException error)
        {
            throw GraphBuilder.Because(what, error);
        }
    }

    /// <summary>Makes one step; with <see cref="AccumulationSteps"/>, every so many batches change the parameters.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <returns>The loss before the step. When it is not finite, no step was made.</returns>
    /// <exception cref="AutogradException">The network used a parameter that it has not registered.</exception>
    public double Run(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Run(batch, out _, out _);
    }

    internal double Run(Batch batch, out Tensor[] outputs, out double[] parts, bool updateAlways = false)
    {
        using var mode = Mode.Training();
        using var recording = Autograd.EnableGrad();
        using var random = RandomScope.Use(_key.Derive(Count));
        using var penalties = PenaltyScope.Open();
        if (_pending == 0)
        {
            ClearGradients(); // What a loop of the caller's may have left.
        }

        outputs = Wiring.Forward(batch);
        Tensor? weights = SampleWeights.For(batch, outputs, ClassWeights, Wiring, _unmet);
        Tensor loss = Penalized(_total.Compute(outputs, batch, weights, out parts), penalties);
        double value = loss.Item<double>();
        outputs = Array.ConvertAll(outputs, static o => o.Detach());
        if (!double.IsFinite(value) && !updateAlways)
        {
            return value;
        }

        Autograd.Backward(loss, _leaves);
        Count++;
        _last = GradientsReady is null ? default : (value, outputs);
        if (++_pending >= AccumulationSteps)
        {
            Flush();
        }

        return value;
    }

    /// <summary>Changes the parameters by the gradients of the batches that wait, if any do.</summary>
    public void Flush()
    {
        if (_pending == 0)
        {
            return;
        }

        using var quiet = Autograd.NoGrad();
        if (_pending > 1)
        {
            GradientClipping.Scale(_leaves, 1.0 / _pending);
        }

        if (_last.Outputs is { } outputs)
        {
            GradientsReady?.Invoke(_last.Loss, outputs);
            _last = default;
        }

        if (GradientClipValue is { } value)
        {
            GradientClipping.ClipValue(_leaves, value);
        }

        if (GradientClipParameterNorm is { } each)
        {
            GradientClipping.ClipEachNorm(_leaves, each);
        }

        if (GradientClipNorm is { } norm)
        {
            GradientClipping.ClipNorm(_leaves, norm);
        }

        Optimizer.Step(_parameters);
        foreach ((Parameter parameter, Constraint constraint) in _constraints)
        {
            parameter.Assign(constraint.Project(parameter.Value.Detach()));
        }

        ClearGradients();
        _pending = 0;
    }

    private Tensor Penalized(Tensor loss, PenaltyScope penalties)
    {
        foreach ((Parameter parameter, Regularizer regularizer) in _regularizers)
        {
            loss += regularizer.Penalty(parameter.Value).To(loss.DType);
        }

        foreach (Tensor penalty in penalties.Penalties)
        {
            loss += penalty.To(loss.DType).Reshape(loss.Shape);
        }

        return loss;
    }

    private void ClearGradients()
    {
        foreach (Parameter parameter in _leaves)
        {
            parameter.ClearGradient();
        }
    }
}
