namespace Kiln.Estimators;

/// <content>Linear models for numbers, and their cross-validated forms.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Linear =>
    [
        new(LinearRegression.Table, LinearRegressionModel.Read),
        new(Ridge.Table, LinearRegressionModel.Read),
        new(RidgeCV.Table, RidgeCVModel.Read),
        new(Lasso.Table, ElasticNetModel.Read),
        new(LassoCV.Table, ElasticNetSearchModel.Read),
        new(ElasticNet.Table, ElasticNetModel.Read),
        new(ElasticNetCV.Table, ElasticNetSearchModel.Read),
        new(BayesianRidge.Table, BayesianRidgeModel.Read),
        new(HuberRegressor.Table, HuberRegressorModel.Read),
        new(PoissonRegressor.Table, GeneralizedLinearModel.Read),
        new(GammaRegressor.Table, GeneralizedLinearModel.Read),
        new(TweedieRegressor.Table, GeneralizedLinearModel.Read),
        new(DummyRegressor.Table, DummyRegressorModel.Read),
    ];
}
