namespace Kiln.Numerics;

/// <summary>A function to be minimized: returns its value at <paramref name="x"/> and writes its gradient there.</summary>
/// <param name="x">The point.</param>
/// <param name="gradient">Takes the gradient, as long as <paramref name="x"/>.</param>
/// <returns>The value. NaN or infinity means that the function has none there; the search then takes shorter steps.</returns>
public delegate double Objective(ReadOnlySpan<double> x, Span<double> gradient);
