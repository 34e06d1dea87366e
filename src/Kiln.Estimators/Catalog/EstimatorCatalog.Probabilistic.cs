namespace Kiln.Estimators;

/// <content>Naive Bayes, discriminants and dummies.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Probabilistic => [];
}
