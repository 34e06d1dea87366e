namespace Kiln.Estimators;

/// <summary>Settings of SAG and SAGA.</summary>
/// <param name="Owner">Who asks, for errors.</param>
/// <param name="Saga">Whether it is SAGA, which takes an L1 penalty.</param>
/// <param name="L2">Strength of ½‖w‖².</param>
/// <param name="L1">Strength of ‖w‖₁.</param>
/// <param name="Intercept">Whether there is an intercept.</param>
/// <param name="Tolerance">Stops when an epoch changes no coefficient by more than this share of the largest one.</param>
/// <param name="MaxEpochs">The most passes over the samples.</param>
/// <param name="Seed">The seed of the order of samples.</param>
internal sealed record AverageGradientOptions(string Owner, bool Saga, double L2, double L1, bool Intercept, double Tolerance, int MaxEpochs, uint Seed);
