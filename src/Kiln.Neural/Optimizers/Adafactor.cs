namespace Kiln.Neural;

/// <summary>
/// Adafactor: the mean squares of a matrix's gradient are kept by row and by column only, so that the state is almost nothing, and steps are relative to the
/// parameter's size. Shazeer and Stern, "Adafactor" (2018), algorithms 4 and 5. Formula and defaults are Keras's.
/// </summary>
public sealed class Adafactor : Optimizer
{
    private static readonly string[] s_slots = ["row_squares", "column_squares", "squares"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="learningRate">The largest size of a step, relative to the parameter's root mean square; 0.001 by default.</param>
    /// <param name="beta2Decay">The average's decay at step t is 1 − t to this power; negative, −0.8 by default.</param>
    /// <param name="epsilon1">Added to squared gradients; not negative, 1e-30 by default.</param>
    /// <param name="epsilon2">The least root mean square of a parameter; not negative, 0.001 by default.</param>
    /// <param name="clipThreshold">The largest root mean square of a step before scaling; positive, 1 by default.</param>
    /// <param name="relativeStep">Whether the learning rate is at most 1 / √t, where no schedule says otherwise; true by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Adafactor(
        double learningRate = 1e-3, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3, double clipThreshold = 1, bool relativeStep = true)
        : base(learningRate)
    {
        Beta2Decay = double.IsFinite(beta2Decay) && beta2Decay < 0
            ? beta2Decay
            : throw new ArgumentOutOfRangeException(nameof(beta2Decay), $"beta2Decay must be negative, got {beta2Decay}");
        Epsilon1 = NotNegative(epsilon1, nameof(epsilon1));
        Epsilon2 = NotNegative(epsilon2, nameof(epsilon2));
        ClipThreshold = HyperParameter.Positive(clipThreshold, nameof(clipThreshold), GetType().Name);
        RelativeStep = relativeStep;
    }

    /// <summary>The power of the averages' decay.</summary>
    public double Beta2Decay { get; }

    /// <summary>Added to squared gradients.</summary>
    public double Epsilon1 { get; }

    /// <summary>The least root mean square of a parameter.</summary>
    public double Epsilon2 { get; }

    /// <summary>The largest root mean square of a step before scaling.</summary>
    public double ClipThreshold { get; }

    /// <summary>Whether the learning rate is at most 1 / √t.</summary>
    public bool RelativeStep { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Slots => s_slots;

    /// <inheritdoc/>
    /// <remarks>Rows and columns of a matrix (the last two axes), nothing else; a vector's squares whole, nothing else.</remarks>
    protected override Shape SlotShape(int slot, Shape parameter)
    {
        bool factored = parameter.Rank >= 2;
        ReadOnlySpan<int> sizes = parameter.Sizes;
        return slot switch
        {
            0 => factored ? sizes[..^1].ToArray() : [0],
            1 => factored ? [.. sizes[..^2], sizes[^1]] : [0],
            _ => factored ? [0] : parameter,
        };
    }

    /// <inheritdoc/>
    protected override void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        using var quiet = Autograd.NoGrad();
        double inverseRoot = 1 / Math.Sqrt(Steps);
        double rate = RelativeStep && Schedule is null ? Math.Min(LearningRate, inverseRoot) : LearningRate;
        double keep = 1 - Math.Pow(Steps, Beta2Decay);
        Tensor w = value.Detach();
        Tensor g = gradient.Detach();
        double step = Math.Max(Epsilon2, RootMeanSquare(w)) * Math.Min(rate, inverseRoot);
        Tensor squares = g.Square() + Epsilon1;
        Tensor mean;
        if (value.Rank >= 2)
        {
            Average(state[0], squares.Mean(-1), keep);
            Average(state[1], squares.Mean(-2), keep);
            Tensor rows = state[0] / state[0].Mean(-1, keepDims: true);
            mean = rows.ExpandDims(-1) * state[1].ExpandDims(-2);
        }
        else
        {
            Average(state[2], squares, keep);
            mean = state[2];
        }

        Tensor direction = g / mean.Sqrt();
        double scale = step / Math.Max(1, RootMeanSquare(direction) / ClipThreshold);
        TensorWriting.Write(value, w - direction * scale);
    }

    private static void Average(Tensor state, Tensor now, double keep) => TensorWriting.Write(state, state * keep + now * (1 - keep));

    private static double RootMeanSquare(Tensor x) => Math.Sqrt(x.Square().Mean().Item<double>());
}
