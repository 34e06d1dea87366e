namespace Kiln.Estimators;

/// <content>Logistic regression and linear support vectors.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Logistic =>
    [
        new(LogisticRegression.Table, LogisticRegressionModel.Read),
        new(LinearSvc.Table, LinearSvcModel.Read),
        new(LinearSvr.Table, LinearSvrModel.Read),
    ];
}
