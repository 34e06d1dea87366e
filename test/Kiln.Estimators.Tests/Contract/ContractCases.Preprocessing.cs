namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Preprocessing =>
    [
        new(new StandardScaler(), ContractSamples.Numbers) { TakesMissing = true, TakesSparse = false },
        new(new MinMaxScaler(), ContractSamples.Numbers) { TakesMissing = true, TakesSparse = false, TakesWeights = false },
        new(new MaxAbsScaler(), ContractSamples.Numbers) { TakesMissing = true, TakesWeights = false },
        new(new RobustScaler { WithCentering = false }, ContractSamples.Numbers) { TakesMissing = true, TakesWeights = false },
        new(new Normalizer(), ContractSamples.Numbers) { TakesWeights = false },
        new(new SimpleImputer { AddIndicator = true }, ContractSamples.Numbers) { TakesMissing = true, TakesWeights = false },
        new(new OneHotEncoder { Drop = CategoryDrop.First, MinFrequency = 5 }, ContractSamples.Categories) { TakesMissing = true, TakesText = true, TakesWeights = false },
        new(new Binarizer(), ContractSamples.Numbers) { TakesWeights = false },
        new(new PolynomialFeatures(), ContractSamples.Numbers) { TakesWeights = false },
        new(new PowerTransformer(), ContractSamples.Numbers) { TakesMissing = true, TakesSparse = false, TakesWeights = false },
        new(new QuantileTransformer { OutputDistribution = OutputDistribution.Normal }, ContractSamples.Numbers) { TakesMissing = true, TakesSparse = false, TakesWeights = false },
        new(new OrdinalEncoder(), ContractSamples.Categories) { TakesMissing = true, TakesText = true, TakesWeights = false },
    ];
}
