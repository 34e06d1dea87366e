namespace Kiln.Estimators;

/// <content>Models learned by stochastic gradient descent.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Stochastic => [];
}
