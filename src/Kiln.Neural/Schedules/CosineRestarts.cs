namespace Kiln.Neural;

/// <summary>
/// Half a cosine down, then a jump up and half a cosine again, each longer and lower than the one before. Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm
/// restarts" (2017). Keras's CosineDecayRestarts.
/// </summary>
public sealed class CosineRestarts : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="steps">How many steps the first period has; at least 1.</param>
    /// <param name="lengthen">How many times longer each period is than the one before; at least 1, 2 by default.</param>
    /// <param name="lower">The height of each period as a share of the one before; positive, 1 by default.</param>
    /// <param name="alpha">The lowest learning rate as a share of the initial one; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CosineRestarts(double initial, long steps, double lengthen = 2, double lower = 1, double alpha = 0)
    {
        (Initial, FirstSteps, Alpha) = (Rate(initial, nameof(initial)), Steps(steps, nameof(steps)), Rate(alpha, nameof(alpha)));
        Lengthen = lengthen >= 1 && double.IsFinite(lengthen)
            ? lengthen
            : throw new ArgumentOutOfRangeException(nameof(lengthen), $"schedule: lengthen must be at least 1, got {lengthen}");
        Lower = Positive(lower, nameof(lower));
    }

    /// <summary>The learning rate of the first step.</summary>
    public double Initial { get; }

    /// <summary>How many steps the first period has.</summary>
    public long FirstSteps { get; }

    /// <summary>How many times longer each period is than the one before.</summary>
    public double Lengthen { get; }

    /// <summary>The height of each period as a share of the one before.</summary>
    public double Lower { get; }

    /// <summary>The lowest learning rate as a share of the initial one.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double position = (double)step / FirstSteps; // In lengths of the first period.
        double period = Lengthen == 1
            ? Math.Floor(position)
            : Math.Floor(Math.Log(1 - position * (1 - Lengthen)) / Math.Log(Lengthen));
        double start = Lengthen == 1 ? period : (1 - Math.Pow(Lengthen, period)) / (1 - Lengthen);
        double done = (position - start) / Math.Pow(Lengthen, period);
        double height = Math.Pow(Lower, period);
        return Initial * ((1 - Alpha) * 0.5 * height * (1 + Math.Cos(Math.PI * done)) + Alpha);
    }
}
