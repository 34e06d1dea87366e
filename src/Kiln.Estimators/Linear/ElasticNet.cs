namespace Kiln.Estimators;

/// <summary>
/// Least squares with penalties on the coefficients' magnitudes and squares: minimizes ½ mean (y − x·w − b)² + α (ρ ‖w‖₁ + ½ (1 − ρ) ‖w‖²) (scikit-learn:
/// <c>ElasticNet</c>), by coordinate descent until the duality gap is below the tolerance times Σ (y − ȳ)².
/// </summary>
public sealed record ElasticNet : DescentRegressor
{
    internal static readonly ParameterSet<ElasticNet> Table = new ParameterSet<ElasticNet>("elastic-net", "least squares with L1 and L2 penalties")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty")
        .Number("l1_ratio", e => e.L1Ratio, (e, v) => e with { L1Ratio = v }, "the share of the L1 penalty, 0 to 1")
        .With(Common);

    /// <summary>The share ρ of the L1 penalty: 1 is the lasso, 0 a ridge (which has better solvers); 0.5 by default.</summary>
    public double L1Ratio { get; init; } = 0.5;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override double L1Share => L1Ratio;
}
