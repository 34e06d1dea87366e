namespace Kiln.Numerics;

/// <summary>One step of an optimiser whose rule is one formula for every element.</summary>
public interface IOptimizerStep
{
    /// <summary>Makes the step for all parameters of a model in one parallel region.</summary>
    /// <param name="arrays">The arrays of each parameter, with the states that the rule has.</param>
    /// <exception cref="ArgumentException">An array is missing.</exception>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays);

    /// <inheritdoc cref="Apply(ReadOnlySpan{StepArrays{float}})"/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays);
}
