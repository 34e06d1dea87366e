namespace Kiln.Estimators;

/// <summary>Settings of a ridge's average gradients.</summary>
/// <param name="IsSaga">Whether it is SAGA.</param>
/// <param name="Seed">The seed of the order of samples.</param>
/// <param name="Tolerance">Stops when a pass changes no coefficient by more than this share of the largest one.</param>
/// <param name="MaxIterations">The most passes over the samples; null for as many as make sense.</param>
internal readonly record struct RidgeAverageOptions(bool IsSaga, uint Seed, double Tolerance, int? MaxIterations)
{
    /// <summary>The most passes of average gradients.</summary>
    public int MaxPasses => MaxIterations ?? 1_000;
}
