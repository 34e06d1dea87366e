namespace Kiln.Estimators;

/// <summary>
/// Least squares with a penalty on the coefficients' magnitudes, which sets the less useful ones to 0: minimizes ½ mean (y − x·w − b)² + α ‖w‖₁ (scikit-learn:
/// <c>Lasso</c>), by coordinate descent until the duality gap is below the tolerance times Σ (y − ȳ)².
/// </summary>
public sealed record Lasso : DescentRegressor
{
    internal static readonly ParameterSet<Lasso> Table = new ParameterSet<Lasso>("lasso", "least squares with an L1 penalty")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty")
        .With(Common);

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override double L1Share => 1;
}
