namespace Kiln.Neural;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay: each step also takes the share η · weightDecay of every parameter away, apart from the
/// scaled gradient. Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), algorithm 2, with η in the decay as Keras and PyTorch
/// have it.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">η; 0.001 by default.</param>
    /// <param name="weightDecay">The weight decay; 0.004 by default, as in Keras.</param>
    /// <param name="beta1">The decay of the average of gradients, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the average of squares, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public AdamW(double learningRate = 1e-3, double weightDecay = 4e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(learningRate, beta1, beta2, epsilon) => WeightDecay = NotNegative(weightDecay, nameof(weightDecay));

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; }

    private protected override double DecoupledDecay => LearningRate * WeightDecay;
}
