namespace Kiln.Bench;

/// <summary>A prepared comparison: operands are made, one call does the work once.</summary>
/// <param name="Run">The work. It must be repeatable: the same operands, the same result each time.</param>
/// <param name="Result">
/// What the last run computed, as floats or doubles (or, where runs build on each other, what the first few from a known start compute);
/// <c>--check</c> compares it with the peers' and a test with another number of threads.
/// </param>
internal sealed record Trial(Action Run, Func<Array>? Result = null);
