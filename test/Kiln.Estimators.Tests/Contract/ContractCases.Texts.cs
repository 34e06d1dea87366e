namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Texts =>
    [
        new(new CountVectorizer { NgramRange = (1, 2) }, ContractSamples.Texts) { TakesText = true, TakesWeights = false },
        new(new TfidfVectorizer { Analyzer = TextUnit.CharWordBoundary, NgramRange = (2, 3) }, ContractSamples.Texts) { TakesText = true, TakesWeights = false },
        new(new TfidfTransformer { SublinearTf = true }, ContractSamples.CountClasses) { TakesWeights = false },
        new(new HashingVectorizer { Columns = 64 }, ContractSamples.Texts) { TakesText = true, TakesWeights = false },
    ];
}
