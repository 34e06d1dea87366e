namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Preprocessing =>
    [
        new(new StandardScaler(), ContractSamples.Numbers) { TakesMissing = true },
    ];
}
