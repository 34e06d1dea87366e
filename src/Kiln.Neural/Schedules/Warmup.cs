namespace Kiln.Neural;

/// <summary>
/// A linear rise before another schedule: step s of the first n has (s + 1) / n of that schedule's first learning rate; afterwards it begins. Goyal et al., "Accurate, large minibatch
/// SGD" (2017), section 2.2.
/// </summary>
public sealed class Warmup : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">How many steps the rise takes; at least 1.</param>
    /// <param name="then">What follows.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public Warmup(long steps, Schedule then)
    {
        ArgumentNullException.ThrowIfNull(then);
        (WarmupSteps, Then) = (Steps(steps, nameof(steps)), then);
    }

    /// <summary>Makes a rise to a learning rate that stays.</summary>
    /// <param name="steps">How many steps the rise takes; at least 1.</param>
    /// <param name="rate">The learning rate afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Warmup(long steps, double rate)
        : this(steps, new PiecewiseConstant([], [rate]))
    {
    }

    /// <summary>How many steps the rise takes.</summary>
    public long WarmupSteps { get; }

    /// <summary>What follows.</summary>
    public Schedule Then { get; }

    /// <inheritdoc/>
    public override double At(long step) => step < WarmupSteps ? Then.At(0) * (step + 1) / WarmupSteps : Then.At(step - WarmupSteps);
}
