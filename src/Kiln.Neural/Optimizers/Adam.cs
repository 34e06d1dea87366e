namespace Kiln.Neural;

/// <summary>
/// Adam: steps of about the learning rate, scaled by averages of the gradient and of its square. m ← β₁ m + (1 − β₁) g,
/// v ← β₂ v + (1 − β₂) g², w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε). Kingma and Ba, "Adam" (2015), section 2.
/// </summary>
/// <remarks>
/// ε stands beside √v before the correction of the averages (the paper's "ε̂", section 2, and Keras, whose default 1e-7 is taken too);
/// PyTorch adds its 1e-8 after the correction. t counts the optimiser's steps, for all parameters alike.
/// </remarks>
public class Adam : Optimizer
{
    private static readonly string[] s_slots = ["first_moment", "second_moment"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">η; 0.001 by default.</param>
    /// <param name="beta1">The decay of the average of gradients, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the average of squares, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Adam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(learningRate)
    {
        Beta1 = HyperParameter.Share(beta1, nameof(beta1), GetType().Name);
        Beta2 = HyperParameter.Share(beta2, nameof(beta2), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
    }

    /// <summary>The decay of the average of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the average of squares.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    /// <summary>The share of a parameter that a step takes away beside the gradient's part: 0 here, what <see cref="AdamW"/> adds.</summary>
    private protected virtual double DecoupledDecay => 0;

    // A subclass of somebody else's may have its own Update.
    private bool IsOurs => GetType() == typeof(Adam) || GetType() == typeof(AdamW);

    /// <summary>
    /// The formula's numbers. In float32 the powers of β are rounded to float32, as Keras does: the first steps are 6e-6 shorter than the paper's, which a hundred steps can make visible.
    /// </summary>
    private AdamStep Formula(DType dtype)
    {
        double power1 = dtype == DType.Float32 ? MathF.Pow((float)Beta1, Steps) : Math.Pow(Beta1, Steps);
        double power2 = dtype == DType.Float32 ? MathF.Pow((float)Beta2, Steps) : Math.Pow(Beta2, Steps);
        return new(LearningRate * Math.Sqrt(1 - power2) / (1 - power1), SecondScale: 1, Beta1, Beta2, Epsilon, DecoupledDecay: DecoupledDecay);
    }

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates)
    {
        if (!IsOurs)
        {
            base.UpdateAll(updates);
            return;
        }

        StepRunner.Run(Formula(DType.Float32), Formula(DType.Float64), updates);
    }

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(value);
        StepRunner.Run(Formula(value.DType), value, gradient, state);
    }
}
