namespace Kiln.Estimators.Tests;

/// <summary>The generators of the coverage table by their names in Goldens/make_coverage_metrics.py: all numbers of all arrays, one array after the other.</summary>
internal static class CoverageSynthetic
{
    public static IReadOnlyDictionary<string, int> Sizes { get; } = new Dictionary<string, int>(StringComparer.Ordinal) { ["few"] = 30, ["default"] = 100, ["many"] = 2000 };

    public static IReadOnlyDictionary<string, Func<int, double[]>> All { get; } = new Dictionary<string, Func<int, double[]>>(StringComparer.Ordinal)
    {
        ["regression"] = n => Of(Synthetic.Regression(n, 12, 0.5, (uint)n, informative: 5, bias: 2, dtype: DType.Float64)),
        ["regression of low rank"] = n => Of(Synthetic.Regression(n, 8, seed: (uint)n, effectiveRank: 3, targets: 2, dtype: DType.Float64)),
        ["classification"] = n => Of(Synthetic.Classification(n, 10, 4, 2, 1, 3, seed: (uint)n, dtype: DType.Float64)),
        ["blobs"] = n => Of(Synthetic.Blobs(n, 3, 4, 2, (uint)n, DType.Float64)),
        ["moons"] = n => Of(Synthetic.Moons(n, 0.1, (uint)n, dtype: DType.Float64)),
        ["circles"] = n => Of(Synthetic.Circles(n, 0.1, 0.5, (uint)n, dtype: DType.Float64)),
        ["Friedman 1"] = n => Of(Synthetic.Friedman1(n, 7, 0.3, (uint)n, DType.Float64)),
        ["Friedman 2"] = n => Of(Synthetic.Friedman2(n, 0.3, (uint)n, DType.Float64)),
        ["Friedman 3"] = n => Of(Synthetic.Friedman3(n, 0.3, (uint)n, DType.Float64)),
        ["sparse uncorrelated"] = n => Of(Synthetic.SparseUncorrelated(n, 6, (uint)n, DType.Float64)),
        ["low rank matrix"] = n => Numbers(Synthetic.LowRankMatrix(n, 9, 4, seed: (uint)n, dtype: DType.Float64)),
        ["Gaussian quantiles"] = n => Of(Synthetic.GaussianQuantiles(n, 3, 4, seed: (uint)n, dtype: DType.Float64)),
        ["Hastie 10.2"] = n => Of(Synthetic.Hastie102(n, (uint)n, DType.Float64)),
        ["multilabel classification"] = n => Of(Synthetic.MultilabelClassification(n, seed: (uint)n, dtype: DType.Float64)),
        ["S curve"] = n => Of(Synthetic.SCurve(n, 0.1, (uint)n, DType.Float64)),
        ["Swiss roll"] = n => Of(Synthetic.SwissRoll(n, 0.1, seed: (uint)n, dtype: DType.Float64)),
    };

    private static double[] Of((Tensor X, Tensor Y) made) => [.. Numbers(made.X), .. Numbers(made.Y)];

    private static double[] Numbers(Tensor tensor) => tensor.To(DType.Float64).ToArray<double>();
}
