namespace Kiln.Estimators;

/// <summary>
/// Counts: the target is Poisson with the mean exp(x·w + b) (scikit-learn: <c>PoissonRegressor</c>). Minimizes half the mean deviance + ½ α ‖w‖².
/// </summary>
public sealed record PoissonRegressor : GeneralizedRegressor
{
    internal static readonly ParameterSet<PoissonRegressor> Table = Common(new ParameterSet<PoissonRegressor>("poisson-regressor", "counts with a mean of exp(x·w + b)"));

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    internal override GeneralizedLoss Loss => new(1, isLog: true);
}
