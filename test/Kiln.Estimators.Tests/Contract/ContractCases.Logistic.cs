namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Logistic =>
    [
        new(new LogisticRegression { Tolerance = 1e-10 }, ContractSamples.Classes) { SparseTolerance = 1e-6 },
        new(new LogisticRegressionCV { Cs = [0.1, 1], Folds = 3, Tolerance = 1e-10 }, ContractSamples.Classes) { SparseTolerance = 1e-6, TakesOneRow = false },
        new(new RidgeClassifier { Tolerance = 1e-12 }, ContractSamples.Classes),
        new(new RidgeClassifierCV(), ContractSamples.Classes),
        new(new LinearSvc { Tolerance = 1e-10, MaxIterations = 100_000 }, ContractSamples.Classes) { SparseTolerance = 1e-6 },
        new(new LinearSvr { Tolerance = 1e-10, MaxIterations = 100_000, Loss = SvrLoss.SquaredEpsilonInsensitive }, ContractSamples.Numbers) { SparseTolerance = 1e-6 },
    ];
}
