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
        new(new QuantileTransformer(), ContractSamples.CountClasses) { TakesMissing = true, TakesWeights = false },
        new(new KBinsDiscretizer { Strategy = BinStrategy.KMeans }, ContractSamples.Numbers) { TakesSparse = false, TakesWeights = false },
        new(new SplineTransformer(), ContractSamples.Numbers) { TakesOneRow = false, TakesSparse = false },
        new(new TargetEncoder(), ContractSamples.Categories) { TakesMissing = true, TakesText = true, TakesWeights = false },
        new(new VarianceThreshold { Threshold = 0.1 }, ContractSamples.Numbers) { TakesMissing = true, TakesOneRow = false, TakesWeights = false },
        new(new SelectKBest { K = 2, ScoreFunction = ScoreFunction.ChiSquared }, ContractSamples.CountClasses) { TakesWeights = false },
        new(new SelectPercentile { Percentile = 60 }, ContractSamples.Classes) { TakesOneRow = false, TakesWeights = false },
        new(new SelectFpr { ScoreFunction = ScoreFunction.FRegression }, ContractSamples.Numbers) { TakesWeights = false },
        new(new SelectFdr(), ContractSamples.Classes) { TakesOneRow = false, TakesWeights = false },
        new(new SelectFwe(), ContractSamples.Classes) { TakesOneRow = false, TakesWeights = false },
        new(new SelectFromModel { Threshold = "0.5*mean" }, ContractSamples.Numbers),
        new(new Rfe(), ContractSamples.Numbers) { TakesWeights = false },
        new(new Rfecv { Scoring = "neg_mean_absolute_error", Splitter = new KFold(4) }, ContractSamples.Numbers) { TakesOneRow = false, TakesWeights = false },
        new(new SequentialFeatureSelector { Folds = 2 }, ContractSamples.Numbers) { TakesOneRow = false, TakesWeights = false },
        new(new OrdinalEncoder(), ContractSamples.Categories) { TakesMissing = true, TakesText = true, TakesWeights = false },
    ];
}
