namespace Kiln.Estimators;

/// <content>Models learned by stochastic gradient descent.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Stochastic =>
    [
        new(SgdClassifier.Table, SgdClassifierModel.Read),
        new(SgdRegressor.Table, SgdRegressorModel.Read),
        new(Perceptron.Table, SgdClassifierModel.Read),
        new(PassiveAggressiveClassifier.Table, SgdClassifierModel.Read),
        new(PassiveAggressiveRegressor.Table, SgdRegressorModel.Read),
    ];
}
