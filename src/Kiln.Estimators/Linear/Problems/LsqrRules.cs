namespace Kiln.Estimators;

/// <summary>When <see cref="Lsqr"/> ends.</summary>
/// <param name="Tolerance">How exact A and b are, relatively: the paper's ATOL and BTOL.</param>
/// <param name="MaxIterations">The most steps.</param>
internal readonly record struct LsqrRules(double Tolerance, int MaxIterations)
{
    /// <summary>
    /// How far the solution may be from the exact one, relatively: it ends too when ‖Aᵀr‖ times the paper's estimate of ‖(AᵀA)⁻¹‖ is below. It bounds that once the steps have come to the
    /// small directions of A; of such as are 1e-8 of the largest it may not know yet. 0 (default) leaves it to the paper's rules.
    /// </summary>
    public double Error { get; init; }

    /// <summary>
    /// How far the sum of squares has to be from the least one, relatively, besides the tolerance: ‖Aᵀr‖² times the same estimate. The paper's tolerances are of A and b, and a solution of
    /// an A that differs by 1e-4 may be far from the best where columns are. Infinite by default: the tolerance alone decides.
    /// </summary>
    public double Gap { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Is asked where the tolerance and the gap end the steps: both are told by the directions that the steps came through, and a first step along a column far from zero says nothing of the
    /// others. Where nobody knows, the last steps have to have taken no more than the gap. Null by default: nobody is asked.
    /// </summary>
    public LsqrJudge? Judge { get; init; }

    /// <summary>Ends when the condition of A seems to be more; the paper's CONLIM. Infinite by default.</summary>
    public double ConditionLimit { get; init; } = double.PositiveInfinity;
}
