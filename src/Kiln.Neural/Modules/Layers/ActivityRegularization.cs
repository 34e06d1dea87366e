namespace Kiln.Neural;

/// <summary>
/// Passes its input on and, in training, adds a penalty on it to the loss, divided by the batch's size as in Keras: L1 makes activations sparse.
/// Put it behind the layer whose output is meant.
/// </summary>
public sealed class ActivityRegularization : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="l1">The weight of Σ |x|; 0 by default.</param>
    /// <param name="l2">The weight of Σ x²; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0) => Penalty = new L1L2(l1, l2);

    /// <summary>The penalty.</summary>
    public L1L2 Penalty { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, …), floating point.</param>
    /// <returns>The input.</returns>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        if (Mode.IsTraining)
        {
            AddPenalty(Penalty.Penalty(x) / Math.Max(1, x.Rank == 0 ? 1 : x.Shape[0]));
        }

        return x;
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("l1", Penalty.AbsoluteWeight).Set("l2", Penalty.SquareWeight);
    }

    internal static ActivityRegularization Read(ModuleConfig config) => new(config.Number("l1"), config.Number("l2"));
}
