namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Logistic =>
    [
        new(new LogisticRegression { Tolerance = 1e-10 }, ContractSamples.Classes) { SparseTolerance = 1e-6 },
    ];
}
