namespace Kiln.Neural;

/// <summary>
/// Nadam: <see cref="Adam"/> with Nesterov's look ahead. Dozat, "Incorporating Nesterov momentum into Adam" (2016), with its momentum schedule μₜ = β₁ (1 − ½ · 0.96ᵗ), as in
/// Keras and PyTorch.
/// </summary>
public sealed class Nadam : Optimizer
{
    private static readonly string[] s_slots = ["first_moment", "second_moment"];

    private double _product = 1;
    private long _productSteps;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="beta1">The decay of the average of gradients, at least 0 and below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the average of squares, at least 0 and below 1; 0.999 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Nadam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
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

    private NadamStep Formula
    {
        get
        {
            // The product of μ₁ … μₜ; a state that was loaded may be at any step.
            if (Steps < _productSteps)
            {
                (_product, _productSteps) = (1, 0);
            }

            while (_productSteps < Steps)
            {
                _product *= Mu(++_productSteps);
            }

            double next = Mu(Steps + 1);
            return new(
                LearningRate * next / (1 - _product * next),
                LearningRate * (1 - Mu(Steps)) / (1 - _product),
                1 / Math.Sqrt(1 - Math.Pow(Beta2, Steps)),
                Beta1,
                Beta2,
                Epsilon);
        }
    }

    private double Mu(long step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step));

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
