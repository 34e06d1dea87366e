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

    /// <summary>Prepares steps on a network.</summary>
    /// <param name="network">The network; its parameters are those it has registered now.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How gradients change parameters.</param>
    /// <param name="seed">What the draws depend on.</param>
    /// <param name="gradientClipNorm">See <see cref="FitOptions.GradientClipNorm"/>.</param>
    /// <exception cref="ArgumentException">The network has no parameter to train.</exception>
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
                $"training: {network.GetType().Name} has no trainable parameter; did its constructor register its layers with Child(name, layer)?", nameof(network));
        }

        (Network, Loss, Optimizer, GradientClipNorm) = (network, loss, optimizer, gradientClipNorm);
        _key = RandomKey.FromSeed(seed).Derive("step");
    }

    /// <summary>The network in training.</summary>
    public Module Network { get; }

    /// <summary>What is made small.</summary>
    public Loss Loss { get; }

    /// <summary>How gradients change parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The largest length of the gradient; null for any.</summary>
    public double? GradientClipNorm { get; }

    /// <summary>The steps done.</summary>
    public long Count { get; internal set; }

    /// <summary>The parameters and buffers of the network with their paths.</summary>
    internal IReadOnlyList<KeyValuePair<string, Parameter>> Parameters => _parameters;

    /// <summary>Makes one step.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <returns>The loss before the step. When it is not finite, no step was made.</returns>
    /// <exception cref="AutogradException">The network used a parameter that it has not registered.</exception>
    public double Run(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Run(batch, out _);
    }

    internal double Run(Batch batch, out Tensor outputs, bool updateAlways = false)
    {
        using var mode = Mode.Training();
        using var recording = Autograd.EnableGrad();
        using var random = RandomScope.Use(_key.Derive(Count));
        ClearGradients(); // What a loop of the caller's may have left.
        outputs = Network.Forward(batch.Inputs);
        Tensor loss = Loss.Compute(outputs, batch.Targets);
        double value = loss.Item<double>();
        outputs = outputs.Detach();
        if (!double.IsFinite(value) && !updateAlways)
        {
            return value;
        }

        Autograd.Backward(loss, _leaves);
        if (GradientClipNorm is { } norm)
        {
            GradientClipping.ClipNorm(_leaves, norm);
        }

        Optimizer.Step(_parameters);
        ClearGradients();
        Count++;
        return value;
    }

    private void ClearGradients()
    {
        foreach (Parameter parameter in _leaves)
        {
            parameter.ClearGradient();
        }
    }
}
