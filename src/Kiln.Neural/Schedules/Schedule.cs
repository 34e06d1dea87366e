namespace Kiln.Neural;

/// <summary>
/// The learning rate as a function of the steps made before: <c>new Adam { Schedule = new CosineDecay(1e-3, 10_000) }</c>. A step is one change of the parameters;
/// an epoch has as many as batches.
/// </summary>
public abstract class Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">How many steps were made before it, from 0.</param>
    /// <returns>Finite and not negative.</returns>
    public abstract double At(long step);

    private protected static double Rate(double value, string name) => HyperParameter.NotNegative(value, name, "schedule");

    private protected static double Positive(double value, string name) => HyperParameter.Positive(value, name, "schedule");

    private protected static long Steps(long value, string name, long least = 1) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, $"schedule: {name} must be at least {least}, got {value}");
}
