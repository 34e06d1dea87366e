namespace Kiln.Neural;

/// <summary>
/// Adamax: <see cref="Adam"/> with the largest recent gradient in place of the root of the mean square. Kingma and Ba, "Adam" (2015), section 7.1.
/// </summary>
public sealed class Adamax : Optimizer
{
    private static readonly string[] s_slots = ["first_moment", "largest"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="beta1">The decay of the average of gradients, at least 0 and below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the largest gradient, at least 0 and below 1; 0.999 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Adamax(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(learningRate)
    {
        Beta1 = HyperParameter.Share(beta1, nameof(beta1), GetType().Name);
        Beta2 = HyperParameter.Share(beta2, nameof(beta2), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
    }

    /// <summary>The decay of the average of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the largest gradient.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    private AdamaxStep Formula => new(LearningRate / (1 - Math.Pow(Beta1, Steps)), Beta1, Beta2, Epsilon);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
