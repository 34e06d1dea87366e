namespace Kiln.Estimators;

/// <content>Pipelines and unions.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Composition => [];
}
