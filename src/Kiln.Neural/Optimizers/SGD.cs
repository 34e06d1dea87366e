namespace Kiln.Neural;

/// <summary>
/// Stochastic gradient descent. With g the gradient plus weightDecay · w: without momentum w ← w − η g; with it v ← μ v + g and
/// w ← w − η v, or, with Nesterov's variant, w ← w − η (g + μ v). Sutskever et al., "On the importance of initialization and momentum in
/// deep learning" (2013).
/// </summary>
/// <remarks>
/// The velocity is a sum of gradients, as in PyTorch: a change of the learning rate acts on it at once. (Keras keeps η inside the
/// velocity; at a constant rate both are the same.) The weight decay is added to the gradient, as in PyTorch, on every parameter.
/// </remarks>
public sealed class SGD : Optimizer
{
    private static readonly string[] s_velocity = ["velocity"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">η; 0.01 by default.</param>
    /// <param name="momentum">μ, at least 0 and below 1; 0 by default, 0.9 is usual.</param>
    /// <param name="nesterov">Nesterov's variant; needs momentum.</param>
    /// <param name="weightDecay">The weight of the L2 penalty; 0 by default.</param>
    /// <exception cref="ArgumentException">An argument is outside its range, or Nesterov's variant is asked for without momentum.</exception>
    public SGD(double learningRate = 0.01, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : base(learningRate)
    {
        Momentum = HyperParameter.Share(momentum, nameof(momentum), GetType().Name);
        WeightDecay = NotNegative(weightDecay, nameof(weightDecay));
        Nesterov = nesterov;
        if (nesterov && momentum == 0)
        {
            throw new ArgumentException("nesterov is a variant of momentum: set momentum above 0, 0.9 is usual", nameof(nesterov));
        }
    }

    /// <summary>How much of the velocity stays at each step.</summary>
    public double Momentum { get; }

    /// <summary>Whether Nesterov's variant is used.</summary>
    public bool Nesterov { get; }

    /// <summary>The weight of the L2 penalty.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => Momentum == 0 ? [] : s_velocity;

    private SgdStep Formula => (Momentum, Nesterov) switch
    {
        (0, _) => new SgdStep(0, 0, 0, -LearningRate, WeightDecay),
        (_, false) => new SgdStep(Momentum, 1, -LearningRate, 0, WeightDecay),
        (_, true) => new SgdStep(Momentum, 1, -LearningRate * Momentum, -LearningRate, WeightDecay),
    };

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
