namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Composition =>
    [
        new(new Pipeline(new MaxAbsScaler(), new LinearRegression()), ContractSamples.Numbers),
        new(new Pipeline(new SimpleImputer(), new MaxAbsScaler()).AsTransformer(), ContractSamples.Numbers) { TakesMissing = true, TakesWeights = false },
        new(
            new ColumnTransformer(("scaled", new MaxAbsScaler(), ColumnChoice.All), ("first", new Pipeline(new SimpleImputer(), new Normalizer()), 0)) { Remainder = new Passthrough() },
            ContractSamples.Numbers) { TakesMissing = true, TakesWeights = false },
        new(new FeatureUnion(new MaxAbsScaler(), new Normalizer()) { TransformerWeights = [1, 0.5] }, ContractSamples.Numbers) { TakesWeights = false },
        new(new FunctionTransformer(), ContractSamples.Categories) { TakesText = true, TakesWeights = false },
        new(new TransformedTargetRegressor { Transformer = new StandardScaler() }, ContractSamples.Numbers),
        new(new Passthrough(), ContractSamples.Categories) { TakesText = true, TakesWeights = false },
        new(new DropColumns(), ContractSamples.Categories) { TakesText = true, TakesWeights = false },
    ];
}
