namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Probabilistic => [];
}
