namespace Kiln.Estimators;

/// <summary>
/// Positive numbers: the target is gamma-distributed with the mean exp(x·w + b) (scikit-learn: <c>GammaRegressor</c>). Minimizes half the mean deviance + ½ α ‖w‖².
/// </summary>
public sealed record GammaRegressor : GeneralizedRegressor
{
    internal static readonly ParameterSet<GammaRegressor> Table = Common(new ParameterSet<GammaRegressor>("gamma-regressor", "positive numbers with a mean of exp(x·w + b)"));

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    internal override GeneralizedLoss Loss => new(2, isLog: true);
}
