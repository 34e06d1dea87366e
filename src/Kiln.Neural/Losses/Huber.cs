namespace Kiln.Neural;

/// <summary>
/// Squared near zero, absolute beyond δ: ½ e² for |e| ≤ δ, δ |e| − ½ δ² otherwise, with e = output − target; the mean over all elements.
/// Huber, "Robust estimation of a location parameter" (1964).
/// </summary>
public sealed class Huber : ElementwiseLoss
{
    /// <summary>Where the parabola passes into the line; 1 by default, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or not finite.</exception>
    public double Delta
    {
        get;
        init => field = LossChecks.Positive(value);
    }

    = 1;

    /// <inheritdoc/>
    public override string Name => "huber";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Tensor error = (outputs - targets).Abs();
        Tensor near = error.Minimum(Delta); // With q = min(|e|, δ): q · (|e| − ½ q) is both branches.
        return near * (error - near * 0.5);
    }
}
