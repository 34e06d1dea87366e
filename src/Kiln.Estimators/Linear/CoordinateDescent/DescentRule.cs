namespace Kiln.Estimators;

/// <summary>When coordinate descent ends, and in which order it goes.</summary>
/// <param name="Tolerance">Ends when the duality gap is below this times bᵀb; the gap is looked at when no coefficient moved by more than this times the largest.</param>
/// <param name="MaxIterations">The most passes over the coefficients.</param>
/// <param name="Random">Draws the seed of a random order; null goes round in order.</param>
internal sealed record DescentRule(double Tolerance, int MaxIterations, RandomState? Random);

/// <summary>How coordinate descent ended.</summary>
/// <param name="Iterations">Passes over the coefficients.</param>
/// <param name="Gap">An upper bound of how far the objective is above its minimum.</param>
/// <param name="HasConverged">Whether the gap came below the tolerance.</param>
internal readonly record struct DescentOutcome(int Iterations, double Gap, bool HasConverged);
