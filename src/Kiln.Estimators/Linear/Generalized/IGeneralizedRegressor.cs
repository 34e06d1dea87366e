namespace Kiln.Estimators;

/// <summary>An estimator of a generalized linear model.</summary>
internal interface IGeneralizedRegressor
{
    /// <summary>Its distribution and link.</summary>
    public GeneralizedLoss Loss { get; }
}
