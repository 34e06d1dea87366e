namespace Kiln.Estimators;

/// <content>Scalers, encoders, imputers and feature selection.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Preprocessing =>
    [
        new(StandardScaler.Table, StandardScalerModel.Read),
    ];
}
