namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Selection =>
    [
        Search(new GridSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] })),
        Search(new RandomizedSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] })),
        Search(new HalvingGridSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] })),
        Search(new HalvingRandomSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] }) { Candidates = 2 }),
        new(new CalibratedClassifier(new LogisticRegression { Tolerance = 1e-10 }) { Folds = 3 }, ContractSamples.Classes) { SparseTolerance = 1e-6, TakesOneRow = false },
    ];

    private static ContractCase Search(ParameterSearch search) => new(search, ContractSamples.Numbers) { TakesOneRow = false };
}
