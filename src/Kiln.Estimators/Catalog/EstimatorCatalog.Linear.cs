namespace Kiln.Estimators;

/// <content>Linear models for numbers, and their cross-validated forms.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Linear =>
    [
        new(LinearRegression.Table, LinearRegressionModel.Read),
    ];
}
