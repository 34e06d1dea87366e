namespace Kiln.Estimators;

/// <content>Vectorizers of text.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Texts => [];
}
