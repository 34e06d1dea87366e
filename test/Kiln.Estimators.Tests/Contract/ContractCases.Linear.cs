namespace Kiln.Estimators.Tests;

internal static partial class ContractCases
{
    private static IEnumerable<ContractCase> Linear =>
    [
        new(new LinearRegression(), ContractSamples.Numbers),

        // Sparse samples are solved to a tolerance by default.
        new(new Ridge { Tolerance = 1e-12 }, ContractSamples.Numbers),
        new(new RidgeCV(), ContractSamples.Numbers),
        new(new Lasso { Alpha = 0.1, Tolerance = 1e-10 }, ContractSamples.Numbers),
        new(new LassoCV { AlphaCount = 10, Tolerance = 1e-10 }, ContractSamples.Numbers) { TakesOneRow = false },
        new(new ElasticNet { Alpha = 0.1, Tolerance = 1e-10 }, ContractSamples.Numbers),
        new(new ElasticNetCV { AlphaCount = 10, Tolerance = 1e-10 }, ContractSamples.Numbers) { TakesOneRow = false },
        new(new BayesianRidge { ComputeScores = true }, ContractSamples.Numbers) { TakesOneRow = false },
        new(new HuberRegressor { Tolerance = 1e-9 }, ContractSamples.Numbers) { SparseTolerance = 1e-6, WeightTolerance = 1e-6 },
        new(new PoissonRegressor { Tolerance = 1e-10 }, ContractSamples.Counts) { SparseTolerance = 1e-6, WeightTolerance = 1e-6 },
        new(new GammaRegressor { Tolerance = 1e-10 }, ContractSamples.Counts with { Y = ContractSamples.AboveZero(ContractSamples.Counts.Y!) }) { SparseTolerance = 1e-6, WeightTolerance = 1e-6 },
        new(new TweedieRegressor { Power = 1.5, Tolerance = 1e-10 }, ContractSamples.Counts) { SparseTolerance = 1e-6, WeightTolerance = 1e-6 },
        new(new DummyRegressor(), ContractSamples.Numbers),
    ];
}
