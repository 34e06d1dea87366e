namespace Kiln.Neural;

/// <summary>
/// Lion: every element moves by the learning rate, in the direction of an average of gradients; half the state of Adam. Its learning rate is usually a third to a tenth of Adam's.
/// Chen et al., "Symbolic discovery of optimization algorithms" (2023).
/// </summary>
public sealed class Lion : Optimizer
{
    private static readonly string[] s_slots = ["momentum"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="beta1">The weight of the average in the step, at least 0 and below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the average, at least 0 and below 1; 0.99 by default.</param>
    /// <param name="weightDecay">The share of each parameter that a step takes away, times the learning rate; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Lion(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : base(learningRate)
    {
        Beta1 = HyperParameter.Share(beta1, nameof(beta1), GetType().Name);
        Beta2 = HyperParameter.Share(beta2, nameof(beta2), GetType().Name);
        WeightDecay = NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>The weight of the average in the step.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the average.</summary>
    public double Beta2 { get; }

    /// <summary>The share of each parameter that a step takes away, times the learning rate.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    private LionStep Formula => new(LearningRate, Beta1, Beta2, LearningRate * WeightDecay);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
