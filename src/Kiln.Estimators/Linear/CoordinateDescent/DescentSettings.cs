namespace Kiln.Estimators;

/// <summary>What all coordinate descent estimators have in common.</summary>
internal sealed record DescentSettings(
    string Name, bool FitIntercept, Precomputation Precompute, int MaxIterations, double Tolerance, bool Positive, CoordinateSelection Selection, uint Seed)
{
    public static readonly (string Word, Precomputation Value)[] PrecomputeWords =
        [("auto", Precomputation.Auto), ("true", Precomputation.Always), ("false", Precomputation.Never)];

    public static readonly (string Word, CoordinateSelection Value)[] SelectionWords = [("cyclic", CoordinateSelection.Cyclic), ("random", CoordinateSelection.Random)];

    /// <summary>A rule whose random order, if it has one, begins anew.</summary>
    public DescentRule Rule() => new(Tolerance, MaxIterations, Selection == CoordinateSelection.Random ? new RandomState(Seed) : null);

    /// <summary>Ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public void Check()
    {
        Require.AtLeast(Name, "max_iter", MaxIterations, 1);
        Require.NotNegative(Name, "tol", Tolerance);
    }

    /// <summary>What to say of a descent that did not converge.</summary>
    public string Warning(DescentOutcome outcome, double alpha) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Name}: alpha {alpha:g6} did not converge in {outcome.Iterations} iterations (duality gap {outcome.Gap:g3}); raise max_iter, raise tol, or scale the features");
}
