namespace Kiln.Neural;

/// <summary>
/// In training, zeroes each element with a probability and scales the others by 1 / (1 − rate); in inference, does nothing. Srivastava
/// et al., "Dropout" (2014), with the scaling moved to training.
/// </summary>
/// <remarks>
/// Draws come from the ambient stream (<see cref="RandomScope"/>) under the module's path: with a scope keyed by the step, as the fit
/// loop opens it, a training step is a function of seed and step, whatever ran before.
/// </remarks>
public sealed class Dropout : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability to be zeroed, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside.</exception>
    public Dropout(double rate) => Rate = DropoutRate.Check(rate);

    /// <summary>The probability to be zeroed.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return Mode.IsTraining && Rate > 0 ? Functional.Dropout(x, Rate, RandomScope.Next($"dropout:{Path}")) : x;
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("rate", Rate);
    }
}
