namespace Kiln.Estimators;

/// <summary>Where a solver ended.</summary>
/// <param name="Point">The coefficients, in the solver's layout.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Converged">Whether the tolerance was reached.</param>
internal sealed record SolverResult(double[] Point, int Iterations, bool Converged);
