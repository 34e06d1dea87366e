namespace Kiln.Neural;

/// <summary>initial · rate^(step / steps): the learning rate falls by a factor every so many steps.</summary>
public sealed class ExponentialDecay : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="steps">After how many steps one factor has been applied; at least 1.</param>
    /// <param name="rate">The factor; positive.</param>
    /// <param name="staircase">Whether the factor is applied at once at the end of each so many steps, rather than gradually; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ExponentialDecay(double initial, long steps, double rate, bool staircase = false) =>
        (Initial, DecaySteps, DecayRate, Staircase) = (Rate(initial, nameof(initial)), Steps(steps, nameof(steps)), Positive(rate, nameof(rate)), staircase);

    /// <summary>The learning rate of the first step.</summary>
    public double Initial { get; }

    /// <summary>After how many steps one factor has been applied.</summary>
    public long DecaySteps { get; }

    /// <summary>The factor.</summary>
    public double DecayRate { get; }

    /// <summary>Whether the factor is applied at once.</summary>
    public bool Staircase { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double periods = (double)step / DecaySteps;
        return Initial * Math.Pow(DecayRate, Staircase ? Math.Floor(periods) : periods);
    }
}
