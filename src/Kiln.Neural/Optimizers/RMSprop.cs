namespace Kiln.Neural;

/// <summary>
/// RMSprop: steps scaled by an average of the gradient's square, v ← ρ v + (1 − ρ) g², w ← w − η g / √(v + ε). Hinton, "Neural networks for machine learning", lecture
/// 6e (2012). Formula and defaults are Keras's; PyTorch's ρ is 0.99 and its ε stands beside the root.
/// </summary>
public sealed class RMSprop : Optimizer
{
    private static readonly string[] s_slots = ["mean_square", "velocity", "mean"];
    private static readonly string[] s_withMomentum = s_slots[..2];
    private static readonly string[] s_plain = s_slots[..1];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="rho">The decay of the average of squares, at least 0 and below 1; 0.9 by default.</param>
    /// <param name="momentum">How much of the last step stays, at least 0 and below 1; 0 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default as in Keras.</param>
    /// <param name="centered">Whether steps are scaled by the variance (Graves 2013) rather than the mean square; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public RMSprop(double learningRate = 1e-3, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false)
        : base(learningRate)
    {
        Rho = HyperParameter.Share(rho, nameof(rho), GetType().Name);
        Momentum = HyperParameter.Share(momentum, nameof(momentum), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
        Centered = centered;
    }

    /// <summary>The decay of the average of squares.</summary>
    public double Rho { get; }

    /// <summary>How much of the last step stays.</summary>
    public double Momentum { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <summary>Whether steps are scaled by the variance (Graves 2013) rather than the mean square.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => Centered ? s_slots : Momentum > 0 ? s_withMomentum : s_plain;

    private RmsPropStep Formula => new(LearningRate, Rho, Momentum, Epsilon, Centered);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
