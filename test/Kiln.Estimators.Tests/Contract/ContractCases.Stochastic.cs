namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    // Sparse samples hold the intercept's steps back, as in scikit-learn: without an intercept they are learned as dense ones.
    private static IEnumerable<ContractCase> Stochastic =>
    [
        new(new SgdClassifier { Loss = SgdLoss.LogLoss, FitIntercept = false, MaxIterations = 50 }, ContractSamples.Classes),
        new(new SgdRegressor { FitIntercept = false, MaxIterations = 50 }, ContractSamples.Numbers),
        new(new Perceptron { FitIntercept = false, MaxIterations = 50 }, ContractSamples.Classes),
        new(new PassiveAggressiveClassifier { FitIntercept = false, MaxIterations = 50 }, ContractSamples.TwoClasses),
        new(new PassiveAggressiveRegressor { FitIntercept = false, MaxIterations = 50 }, ContractSamples.Numbers),
    ];
}
