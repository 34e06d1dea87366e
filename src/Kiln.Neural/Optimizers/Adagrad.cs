namespace Kiln.Neural;

/// <summary>
/// Adagrad: steps scaled by the sum of all squared gradients so far, s ← s + g², w ← w − η g / √(s + ε), which gives rare features larger ones. Duchi, Hazan and
/// Singer, "Adaptive subgradient methods" (2011). Formula and defaults are Keras's; PyTorch's s starts at 0 and its η is 0.01.
/// </summary>
public sealed class Adagrad : Optimizer
{
    private static readonly string[] s_slots = ["sum_of_squares"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="initialAccumulator">What s starts with, not negative; 0.1 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Adagrad(double learningRate = 1e-3, double initialAccumulator = 0.1, double epsilon = 1e-7)
        : base(learningRate)
    {
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
    }

    /// <summary>What s starts with, not negative.</summary>
    public double InitialAccumulator { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    /// <inheritdoc/>
    protected override double SlotStart(int slot) => InitialAccumulator;

    private AdagradStep Formula => new(LearningRate, Epsilon);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
