namespace Kiln.Neural;

/// <summary>
/// Follow the regularized leader: for sparse linear models, whose L1 penalty makes weights exactly zero. McMahan et al., "Ad click prediction: a view from the
/// trenches" (2013), algorithm 1, with the learning rate's power −½. Names and defaults are Keras's.
/// </summary>
public sealed class Ftrl : Optimizer
{
    private static readonly string[] s_slots = ["sum_of_squares", "linear"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="initialAccumulator">What the sum of squared gradients starts with, not negative; 0.1 by default.</param>
    /// <param name="l1">The weight of Σ |w|, not negative; 0 by default.</param>
    /// <param name="l2">The weight of Σ w², not negative; 0 by default.</param>
    /// <param name="shrinkage">The weight of Σ w² that only gradients feel, not negative; 0 by default.</param>
    /// <param name="beta">The β of the paper, not negative; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Ftrl(double learningRate = 1e-3, double initialAccumulator = 0.1, double l1 = 0, double l2 = 0, double shrinkage = 0, double beta = 0)
        : base(learningRate)
    {
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
        L1 = NotNegative(l1, nameof(l1));
        L2 = NotNegative(l2, nameof(l2));
        Shrinkage = NotNegative(shrinkage, nameof(shrinkage));
        Beta = NotNegative(beta, nameof(beta));
    }

    /// <summary>What the sum of squared gradients starts with, not negative.</summary>
    public double InitialAccumulator { get; }

    /// <summary>The weight of Σ |w|, not negative.</summary>
    public double L1 { get; }

    /// <summary>The weight of Σ w², not negative.</summary>
    public double L2 { get; }

    /// <summary>The weight of Σ w² that only gradients feel, not negative.</summary>
    public double Shrinkage { get; }

    /// <summary>The β of the paper, not negative.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    /// <inheritdoc/>
    protected override double SlotStart(int slot) => slot == 0 ? InitialAccumulator : 0;

    private FtrlStep Formula => new(HyperParameter.Positive(LearningRate, nameof(LearningRate), GetType().Name), L1, L2 + Beta / (2 * LearningRate), Shrinkage);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
