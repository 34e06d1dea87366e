namespace Kiln.Neural;

/// <summary>
/// Up to a high learning rate and down to a very low one, in one cycle over the whole training. Smith and Topin, "Super-convergence" (2019); shape and defaults are those of
/// PyTorch's OneCycleLR, with cosines. The momentum is not cycled.
/// </summary>
public sealed class OneCycle : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="maximum">The highest learning rate; <see cref="LearningRateFinder"/> suggests one.</param>
    /// <param name="steps">All steps of the training; at least 2. Later steps keep the last learning rate.</param>
    /// <param name="rise">The share of the steps that rise; above 0 and below 1, 0.3 by default.</param>
    /// <param name="initialDivisor">The first learning rate is the highest divided by this; positive, 25 by default.</param>
    /// <param name="finalDivisor">The last is the first divided by this; positive, 10,000 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public OneCycle(double maximum, long steps, double rise = 0.3, double initialDivisor = 25, double finalDivisor = 1e4)
    {
        (Maximum, TotalSteps) = (Rate(maximum, nameof(maximum)), Steps(steps, nameof(steps), least: 2));
        Rise = rise is > 0 and < 1 ? rise : throw new ArgumentOutOfRangeException(nameof(rise), $"schedule: rise must be above 0 and below 1, got {rise}");
        (InitialDivisor, FinalDivisor) = (Positive(initialDivisor, nameof(initialDivisor)), Positive(finalDivisor, nameof(finalDivisor)));
    }

    /// <summary>The highest learning rate.</summary>
    public double Maximum { get; }

    /// <summary>All steps of the training.</summary>
    public long TotalSteps { get; }

    /// <summary>The share of the steps that rise.</summary>
    public double Rise { get; }

    /// <summary>The highest learning rate over the first.</summary>
    public double InitialDivisor { get; }

    /// <summary>The first learning rate over the last.</summary>
    public double FinalDivisor { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double first = Maximum / InitialDivisor;
        double last = first / FinalDivisor;
        double top = Rise * TotalSteps - 1; // PyTorch's: the step, not always whole, that has the highest learning rate.
        double position = Math.Min(step, TotalSteps - 1);
        return top > 0 && position <= top
            ? Between(first, Maximum, position / top)
            : Between(Maximum, last, (position - top) / (TotalSteps - 1 - top));
    }

    private static double Between(double from, double to, double done) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * done));
}
