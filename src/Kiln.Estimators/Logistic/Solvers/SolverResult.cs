namespace Kiln.Estimators;

/// <summary>Where a solver ended.</summary>
/// <param name="Point">The coefficients, in the solver's layout.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Converged">Whether the tolerance was reached.</param>
internal sealed record SolverResult(double[] Point, int Iterations, bool Converged)
{
    /// <summary>What the last iterations gained at most, relative to the value; infinite where it was not looked at.</summary>
    public double LastGain { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the value hardly fell any more before the gradient was within the tolerance.</summary>
    public bool HasSteepEnd { get; init; }

    /// <summary>Whether a plane separates the classes and nothing keeps the coefficients from growing: there is no minimum to converge to.</summary>
    public bool IsSeparable { get; init; }
}
