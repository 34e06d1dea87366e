namespace Kiln.Neural;

/// <summary>
/// Adadelta: steps as large as the average of past steps, scaled by the average of the gradient's square; hardly any learning rate to choose. Zeiler, "ADADELTA" (2012). η is
/// 0.001 by default as in Keras, which is slow: the paper's, and PyTorch's, is 1.
/// </summary>
public sealed class Adadelta : Optimizer
{
    private static readonly string[] s_slots = ["mean_square", "mean_square_step"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="rho">The decay of the averages, at least 0 and below 1; 0.95 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Adadelta(double learningRate = 1e-3, double rho = 0.95, double epsilon = 1e-7)
        : base(learningRate)
    {
        Rho = HyperParameter.Share(rho, nameof(rho), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
    }

    /// <summary>The decay of the averages.</summary>
    public double Rho { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    private AdadeltaStep Formula => new(LearningRate, Rho, Epsilon);

    private protected override void UpdateAll(ReadOnlySpan<ParameterUpdate> updates) => StepRunner.Run(Formula, updates);

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state) =>
        StepRunner.Run(Formula, value, gradient, state);
}
