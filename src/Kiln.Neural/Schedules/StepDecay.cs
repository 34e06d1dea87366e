namespace Kiln.Neural;

/// <summary>initial · factor^⌊step / steps⌋: a fixed learning rate, cut every so many steps. PyTorch's StepLR.</summary>
public sealed class StepDecay : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="steps">After how many steps it is cut; at least 1. For epochs: their number times the batches of one.</param>
    /// <param name="factor">What it is multiplied by; positive, 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public StepDecay(double initial, long steps, double factor = 0.1) =>
        (Initial, EverySteps, Factor) = (Rate(initial, nameof(initial)), Steps(steps, nameof(steps)), Positive(factor, nameof(factor)));

    /// <summary>The learning rate of the first step.</summary>
    public double Initial { get; }

    /// <summary>After how many steps it is cut.</summary>
    public long EverySteps { get; }

    /// <summary>What it is multiplied by.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double At(long step) => Initial * Math.Pow(Factor, step / EverySteps);
}
