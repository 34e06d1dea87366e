namespace Kiln.Estimators;

/// <content>Searches and calibration.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Selection => [];
}
