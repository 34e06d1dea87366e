namespace Kiln.Neural;

/// <summary>
/// Half a cosine from the initial learning rate down to a share α of it, after an optional linear warm-up. Loshchilov and Hutter, "SGDR" (2017), equation 5 without
/// restarts.
/// </summary>
public sealed class CosineDecay : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="steps">How many steps the decay takes, after the warm-up; at least 1.</param>
    /// <param name="alpha">The last learning rate as a share of the largest; 0 by default.</param>
    /// <param name="warmupSteps">How many steps rise linearly from the initial learning rate to <paramref name="warmupTarget"/>; 0 by default.</param>
    /// <param name="warmupTarget">Where the warm-up ends and the decay begins; needed with warm-up steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="ArgumentException">There are warm-up steps without a target, or a target without steps.</exception>
    public CosineDecay(double initial, long steps, double alpha = 0, long warmupSteps = 0, double? warmupTarget = null)
    {
        (Initial, DecaySteps, Alpha) = (Rate(initial, nameof(initial)), Steps(steps, nameof(steps)), Rate(alpha, nameof(alpha)));
        WarmupSteps = Steps(warmupSteps, nameof(warmupSteps), least: 0);
        if (warmupTarget is null != (warmupSteps == 0))
        {
            throw new ArgumentException("cosine decay: warmupSteps and warmupTarget belong together; give both or neither", nameof(warmupTarget));
        }

        WarmupTarget = warmupTarget is { } target ? Rate(target, nameof(warmupTarget)) : null;
    }

    /// <summary>The learning rate of the first step.</summary>
    public double Initial { get; }

    /// <summary>How many steps the decay takes.</summary>
    public long DecaySteps { get; }

    /// <summary>The last learning rate as a share of the largest.</summary>
    public double Alpha { get; }

    /// <summary>How many steps the warm-up takes.</summary>
    public long WarmupSteps { get; }

    /// <summary>Where the warm-up ends; null without one.</summary>
    public double? WarmupTarget { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double top = WarmupTarget ?? Initial;
        return step < WarmupSteps
            ? Initial + (top - Initial) * step / WarmupSteps
            : top * Share(Math.Min(step - WarmupSteps, DecaySteps) / (double)DecaySteps, Alpha);
    }

    /// <summary>From 1 at the beginning of the way to α at its end.</summary>
    internal static double Share(double done, double alpha) => (1 - alpha) * 0.5 * (1 + Math.Cos(Math.PI * done)) + alpha;
}
