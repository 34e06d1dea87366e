namespace Kiln.Neural;

/// <summary>
/// LAMB: Adam's direction, scaled for each parameter by the ratio of its length to the direction's, so that very large batches train. You et al., "Large batch optimization
/// for deep learning" (2020), algorithm 2, with φ the identity; the ratio is 1 where either length is 0, as in Keras.
/// </summary>
public sealed class LAMB : Optimizer
{
    private static readonly string[] s_slots = ["first_moment", "second_moment"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The size of a step; 0.001 by default.</param>
    /// <param name="weightDecay">The share of each parameter added to the direction; 0 by default, not negative.</param>
    /// <param name="beta1">The decay of the average of gradients, at least 0 and below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the average of squares, at least 0 and below 1; 0.999 by default.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive, 1e-7 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public LAMB(double learningRate = 1e-3, double weightDecay = 0, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(learningRate)
    {
        WeightDecay = NotNegative(weightDecay, nameof(weightDecay));
        Beta1 = HyperParameter.Share(beta1, nameof(beta1), GetType().Name);
        Beta2 = HyperParameter.Share(beta2, nameof(beta2), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
    }

    /// <summary>The share of each parameter added to the direction.</summary>
    public double WeightDecay { get; }

    /// <summary>The decay of the average of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the average of squares.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        using var quiet = Autograd.NoGrad();
        Tensor w = value.Detach();
        Tensor g = gradient.Detach();
        TensorWriting.Write(state[0], state[0] * Beta1 + g * (1 - Beta1));
        TensorWriting.Write(state[1], state[1] * Beta2 + g.Square() * (1 - Beta2));
        double first = 1 - Math.Pow(Beta1, Steps);
        double second = 1 - Math.Pow(Beta2, Steps);
        Tensor direction = state[0] / first / ((state[1] / second).Sqrt() + Epsilon) + w * WeightDecay;
        double length = w.Norm().Item<double>();
        double step = direction.Norm().Item<double>();
        double trust = length > 0 && step > 0 ? length / step : 1;
        TensorWriting.Write(value, w - direction * (LearningRate * trust));
    }
}
