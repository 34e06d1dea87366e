using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Quantile transformation of sparse samples against scikit-learn: Goldens/sparse_quantiles.json, made by make_sparse_quantiles.py.</summary>
public class SparseQuantileTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "sparse_quantiles.json"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_golden.GetProperty("cases").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Sparse_samples_are_transformed_as_in_scikit_learn_and_stay_sparse(int number)
    {
        var golden = s_golden.GetProperty("cases")[number];
        var values = Numbers(s_golden, "samples");
        if (golden.GetProperty("signed").GetBoolean())
        {
            values = Array.ConvertAll(values, value => value > 0.7 ? -value : value);
        }

        var samples = Features.Of(SparseMatrix.FromDense(values, 40, 3));
        var estimator = new QuantileTransformer { Quantiles = 10, Seed = 4 };
        foreach (var name in new[] { "output_distribution", "ignore_implicit_zeros", "subsample" })
        {
            estimator = (QuantileTransformer)estimator.With(name, golden.GetProperty(name).ToString());
        }

        var model = estimator.Fit(samples);
        var transformed = model.Transform(samples);
        Fitted.ShouldAgree(model.Quantiles.ToArray<double>(), Numbers(golden, "quantiles"), 1e-12);
        transformed.Sparse!.ColumnIndices.ToArray().ShouldBe(samples.Sparse!.ColumnIndices.ToArray());
        Fitted.ShouldAgree(transformed.Sparse!.Values.ToArray(), Numbers(golden, "transformed"), 1e-8);
        Fitted.ShouldAgree(model.InverseTransform(transformed).Sparse!.Values.ToArray(), Numbers(golden, "back"), 1e-8);
    }

    /// <summary>scikit-learn 1.2.1 of the same CSR matrix.</summary>
    [Fact]
    public void Missing_values_that_are_stored_are_left_out()
    {
        const double None = double.NaN;
        var samples = Features.Of(SparseMatrix.FromDense([1, 0, 0, None, 0, None, 2, 5, None, 3, 0, 0, 0, None, 7, 4, 0, None], 6, 3));
        var model = new QuantileTransformer { Quantiles = 3 }.Fit(samples);
        Fitted.ShouldAgree(model.Quantiles.ToArray<double>(), [0, 2, 4, 0, 0, 5, 0, 0, 7], 1e-15);
        Fitted.ShouldAgree([.. model.Transform(samples).ToDense().Values], [0.25, 0, 0, None, 0, None, 0.5, 1, None, 0.75, 0, 0, 0, None, 1, 1, 0, None], 1e-15);
        Fitted.ShouldAgree(new QuantileTransformer { Quantiles = 3 }.Fit(SparseMatrix.FromDense([1, None, 2, 3, 0], 5, 1)).Quantiles.ToArray<double>(), [0, 1.5, 3], 1e-15);
    }

    [Fact]
    public void Negative_values_beside_zeros_that_are_not_stored_are_refused_unless_those_are_left_out()
    {
        var samples = Features.Of(SparseMatrix.FromDense([0, 1, -2, 0, 3, 4], 3, 2));
        Should.Throw<DatasetException>(() => new QuantileTransformer().Fit(samples)).Message
            .ShouldBe("quantile-transformer: the value -2 of the sparse samples is negative, so the zeros that are not stored would lie in the middle; set ignore_implicit_zeros, or call ToDense() if they fit in memory");
        new QuantileTransformer { IgnoreImplicitZeros = true }.Fit(samples).Transform(samples).Sparse!.StoredCount.ShouldBe(4);
    }

    private static double[] Numbers(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
