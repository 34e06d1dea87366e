namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Selection =>
    [
        Search(new GridSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] })),
        Search(new RandomizedSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] })),
        Search(new HalvingGridSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] })),
        Search(new HalvingRandomSearch(new LinearRegression(), new() { ["fit_intercept"] = [true, false] }) { Candidates = 2 }),
    ];

    private static ContractCase Search(ParameterSearch search) => new(search, ContractSamples.Numbers) { TakesOneRow = false };
}
