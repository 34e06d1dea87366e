namespace Kiln.Estimators.Tests;

/// <summary>How one estimator goes through the contract suite: the settings, the samples it is for, and what it cannot do, each with its reason in the estimator's documents.</summary>
/// <param name="Estimator">The estimator, with settings that make it fast and deterministic.</param>
/// <param name="Samples">The samples it learns from.</param>
public sealed record ContractCase(Estimator Estimator, ContractSamples Samples)
{
    /// <summary>Missing values are welcome.</summary>
    public bool TakesMissing { get; init; }

    /// <summary>Text columns are welcome.</summary>
    public bool TakesText { get; init; }

    /// <summary>Sample weights are welcome.</summary>
    public bool TakesWeights { get; init; } = true;

    /// <summary>Sparse samples are welcome, and give the same as dense ones within <see cref="SparseTolerance"/>.</summary>
    public bool TakesSparse { get; init; } = true;

    /// <summary>How far sparse and dense may be apart.</summary>
    public double SparseTolerance { get; init; } = 1e-8;

    /// <summary>One sample is enough.</summary>
    public bool TakesOneRow { get; init; } = true;

    /// <summary>One class is enough (classifiers).</summary>
    public bool TakesOneClass { get; init; }

    /// <summary>A second fit with weights of 1 gives the same as without, within this.</summary>
    public double WeightTolerance { get; init; } = 1e-8;

    /// <summary>A test case by name, for xunit.</summary>
    public override string ToString() => Estimator.ToString();
}
