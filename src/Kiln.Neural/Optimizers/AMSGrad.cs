namespace Kiln.Neural;

/// <summary>
/// AMSGrad: <see cref="Adam"/> whose divisor never shrinks, which makes it converge where Adam may not. Reddi, Kale and Kumar, "On the convergence of Adam and beyond" (2018).
/// Keras's <c>Adam(amsgrad=True)</c>.
/// </summary>
public sealed class AMSGrad : Optimizer
{
    private static readonly string[] s_slots = ["first_moment", "second_moment", "largest_second_moment"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="beta1">The decay of the average of gradients, at least 0 and below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the average of squares, at least 0 and below 1; 0.999 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default as in Keras.</param>
    /// <param name="weightDecay">The share of each parameter that a step takes away, times the learning rate; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public AMSGrad(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, double weightDecay = 0)
        : base(learningRate)
    {
        Beta1 = HyperParameter.Share(beta1, nameof(beta1), GetType().Name);
        Beta2 = HyperParameter.Share(beta2, nameof(beta2), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
        WeightDecay = NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>The decay of the average of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the average of squares.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <summary>The share of each parameter that a step takes away, times the learning rate.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    private AmsGradStep Formula => new(
        LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, Steps)) / (1 - Math.Pow(Beta1, Steps)), Beta1, Beta2, Epsilon, LearningRate * WeightDecay);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
