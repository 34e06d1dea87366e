namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Probabilistic =>
    [
        new(new GaussianNB(), ContractSamples.Classes) { TakesOneClass = true, TakesOneRow = false },
        new(new MultinomialNB(), ContractSamples.CountClasses) { TakesOneClass = true },
        new(new BernoulliNB(), ContractSamples.CountClasses) { TakesOneClass = true },
        new(new ComplementNB(), ContractSamples.CountClasses) { TakesOneClass = true },
        new(new LinearDiscriminantAnalysis(), ContractSamples.Classes) { TakesWeights = false, TakesOneRow = false },
        new(new QuadraticDiscriminantAnalysis(), ContractSamples.Classes) { TakesWeights = false, TakesOneRow = false },
        new(new DummyClassifier(), ContractSamples.Classes) { TakesOneClass = true },
    ];
}
