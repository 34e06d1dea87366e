using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Regularization paths against scikit-learn's enet_path, and what is true of every path.</summary>
public class LinearPathTests
{
    public static TheoryData<int> Paths => [0, 1, 2, 3];

    [Theory, MemberData(nameof(Paths))]
    public void Paths_are_those_of_scikit_learn(int number)
    {
        var golden = GoldenCase.Root("linear.json").GetProperty("paths")[number];
        var (x, y) = GoldenData.Load(golden.GetProperty("data").GetString()!);
        var parameters = golden.GetProperty("parameters");
        var path = RegularizationPath.ElasticNet(
            x, y, golden.GetProperty("l1_ratio").GetDouble(),
            alphaCount: parameters.TryGetProperty("n_alphas", out var count) ? count.GetInt32() : 100,
            alphas: parameters.TryGetProperty("alphas", out var given) ? Numbers(given) : null,
            positive: parameters.TryGetProperty("positive", out _), fitIntercept: true);
        var alphas = Numbers(golden.GetProperty("alphas"));
        path.Alphas.Count.ShouldBe(alphas.Length);
        for (var i = 0; i < alphas.Length; i++)
        {
            path.Alphas[i].ShouldBe(alphas[i], 1e-10 * alphas[i]);
        }

        var (all, step, expected) = (path.Coefficients.ToArray<double>(), golden.GetProperty("step").GetInt32(), Numbers(golden.GetProperty("coefs")));
        var at = 0;
        for (var feature = 0; feature < x.Columns; feature++)
        {
            for (var i = 0; i < alphas.Length; i += step)
            {
                all[(feature * alphas.Length) + i].ShouldBe(expected[at], 1e-8 * Math.Max(1, Math.Abs(expected[at])), $"feature {feature}, alpha {i}");
                at++;
            }
        }
    }

    [Fact]
    public void A_path_begins_with_no_coefficients_and_its_gaps_are_small()
    {
        var (x, y) = GoldenData.Load("dense");
        var path = RegularizationPath.Lasso(x, y, fitIntercept: true, alphaCount: 12);
        path.Coefficients.Shape.ToArray().ShouldBe([10, 12]);
        path.Coefficients.ToArray<double>().Where((_, i) => i % 12 == 0).ShouldAllBe(v => Math.Abs(v) < 1e-12);
        path.DualGaps.ToArray<double>().ShouldAllBe(gap => gap < 1e-3);
        path.Iterations.Count.ShouldBe(12);
    }

    [Fact]
    public void Several_outputs_have_a_path_each()
    {
        var (x, y) = GoldenData.Load("many");
        var path = RegularizationPath.ElasticNet(x, y, alphaCount: 5);
        path.Coefficients.Shape.ToArray().ShouldBe([3, 6, 5]);
        path.DualGaps.Shape.ToArray().ShouldBe([3, 5]);
    }

    [Fact]
    public void Without_an_l1_penalty_penalties_have_to_be_given()
    {
        var (x, y) = GoldenData.Load("dense");
        Should.Throw<ArgumentOutOfRangeException>(() => RegularizationPath.ElasticNet(x, y, l1Ratio: 0)).Message.ShouldContain("l1_ratio");
    }

    private static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(v => v.GetDouble())];
}
