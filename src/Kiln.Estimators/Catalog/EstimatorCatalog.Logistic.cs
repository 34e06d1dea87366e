namespace Kiln.Estimators;

/// <content>Logistic regression, ridge classifiers and linear support vectors.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Logistic =>
    [
        new(LogisticRegression.Table, LogisticRegressionModel.Read),
        new(LogisticRegressionCV.Table, LogisticRegressionCVModel.Read),
        new(RidgeClassifier.Table, RidgeClassifierModel.Read),
        new(RidgeClassifierCV.Table, RidgeClassifierCVModel.Read),
        new(LinearSvc.Table, LinearSvcModel.Read),
        new(LinearSvr.Table, LinearSvrModel.Read),
    ];
}
