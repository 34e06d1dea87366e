namespace Kiln.Estimators.Tests;

/// <summary>The likeliest λ, also where numbers differ little beside their mean, and powers that keep their digits.</summary>
public class PowerTransformerTests
{
    private static readonly double[] s_years = [2003, 1950, 1997, 2000, 2009];

    // λ by Goldens/make_power_lambdas.py, with 700 digits. (Of Yeo and Johnson's family scikit-learn 1.2.1 finds -4.4 near a thousand, -3.4 near ten thousand, 5.6 below zero.)
    public static TheoryData<double[], PowerMethod, double> Known => new()
    {
        { [1000, 1010, 1025, 1003, 1050, 1120, 1001, 1033], PowerMethod.YeoJohnson, -23.6733161306 },
        { [1000, 1010, 1025, 1003, 1050, 1120, 1001, 1033], PowerMethod.BoxCox, -23.6501528482 },
        { [10000, 10030, 10250, 10009, 11600, 10070, 10510, 10004], PowerMethod.YeoJohnson, -27.0833785213 },
        { [10000, 10030, 10250, 10009, 11600, 10070, 10510, 10004], PowerMethod.BoxCox, -27.0807941713 },
        { [0.001, 0.2, 3, 50, 700, 4, 0.07, 12000], PowerMethod.YeoJohnson, -0.219279686401 },
        { [0.001, 0.2, 3, 50, 700, 4, 0.07, 12000], PowerMethod.BoxCox, 0.000201147965197 },
        { [-5000, -5400, -5050, -6600, -5200, -5810], PowerMethod.YeoJohnson, 8.77956274154 },
        { [-3, 1.5, 0.2, -0.7, 12, 4, 0, -1], PowerMethod.YeoJohnson, 0.474733101947 },
        { [-1e5, 0.1, 0.5, 1, 2, 0.3, 0.7], PowerMethod.YeoJohnson, 2.23379273579 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void The_likeliest_power_is_found_and_its_results_go_back(double[] values, PowerMethod method, double lambda)
    {
        var (model, x) = Fit(values, method);
        model.Lambdas.Span[0].ShouldBe(lambda, 1e-6 * Math.Max(1, Math.Abs(lambda)));
        var standard = model.Transform(x);
        Spread(standard.Values.ToArray()).ShouldBe(1, 1e-9);
        model.InverseTransform(standard).Values.ToArray().Zip(values).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(1, Math.Abs(pair.Second)));
    }

    [Fact]
    public void Numbers_below_zero_are_those_above_in_a_mirror()
    {
        var (above, x) = Fit([1000, 1010, 1025, 1003, 1050, 1120], PowerMethod.YeoJohnson);
        var (below, mirrored) = Fit([-1000, -1010, -1025, -1003, -1050, -1120], PowerMethod.YeoJohnson);
        below.Lambdas.Span[0].ShouldBe(2 - above.Lambdas.Span[0], 1e-5);
        below.Transform(mirrored).Values.ToArray().Zip(above.Transform(x).Values.ToArray()).ShouldAllBe(pair => Math.Abs(pair.First + pair.Second) < 1e-6);
    }

    [Theory]
    [InlineData(PowerMethod.YeoJohnson)]
    [InlineData(PowerMethod.BoxCox)]
    public void Where_the_likeliest_power_overflows_the_nearest_that_does_not_is_taken(PowerMethod method)
    {
        var (model, x) = Fit(s_years, method);
        model.Lambdas.Span[0].ShouldBe(47.24, 0.1);
        var standard = model.Transform(x).Values.ToArray();
        Spread(standard).ShouldBe(1, 1e-9);
        standard.Order().ShouldBe(s_years.Order().Select(year => standard[Array.IndexOf(s_years, year)]));
        double.IsFinite(model.Transform(Features.Dense([2100], 1, 1)).Values[0]).ShouldBeTrue();

        // Downwards, λ is where the variance would be no number any more; all results would be 0.
        var (low, y) = Fit([.. Enumerable.Range(0, 50).Select(i => 1e6 + (i * i * i / 1e5))], method);
        low.Lambdas.Span[0].ShouldBeLessThan(-20);
        low.Transform(y).Values.ToArray().Distinct().Count().ShouldBeGreaterThan(45);
    }

    [Fact]
    public void Numbers_of_another_sign_than_those_of_the_fit_lie_in_order_before_them_and_go_back()
    {
        double[] other = [-2000, -3, -0.5, 0, 0.25, 7, 900, 1004, 1040];
        var (model, _) = Fit([1000, 1010, 1025, 1003, 1050, 1120], PowerMethod.YeoJohnson);
        var few = model.Transform(Features.Dense([0.25, 7], 2, 1));
        model.InverseTransform(few).Values.ToArray().Zip([0.25, 7]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        var results = model.Transform(Features.Dense(other, other.Length, 1)).Values.ToArray();
        results.ShouldBe(results.Order());
        results.Distinct().Count().ShouldBe(other.Length);
    }

    [Fact]
    public void A_saved_model_has_the_same_bits()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        var (model, x) = Fit([1000, 1010, 1025, 1003, 1050, 1120], PowerMethod.YeoJohnson);
        try
        {
            model.Save(path);
            var loaded = (PowerTransformerModel)Model.Load(path);
            loaded.Transform(x).Values.SequenceEqual(model.Transform(x).Values).ShouldBeTrue();
            loaded.InverseTransform(loaded.Transform(x)).Values.SequenceEqual(model.InverseTransform(model.Transform(x)).Values).ShouldBeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Constant_columns_become_zeros_and_missing_values_stay()
    {
        var x = Features.Dense([5, 0, 1e30, -7, 1, double.NaN, 5, 0, 1e30, -7, 2, double.NaN, 5, 0, 1e30, -7, double.NaN, double.NaN], 3, 6);
        var result = new PowerTransformer().Fit(x).Transform(x);
        for (var row = 0; row < 3; row++)
        {
            result.Row(row)[..4].ToArray().ShouldAllBe(value => Math.Abs(value) < 1e-12);
            double.IsNaN(result.Row(row)[5]).ShouldBeTrue();
        }

        double.IsNaN(result.Row(2)[4]).ShouldBeTrue();
        result.Row(0)[4].ShouldBe(-1, 1e-9);
    }

    [Theory]
    [InlineData(PowerMethod.YeoJohnson, 2.5)]
    [InlineData(PowerMethod.BoxCox, 1.5)]
    public void A_column_of_one_value_keeps_its_scale(PowerMethod method, double power)
    {
        var x = Features.Dense(Enumerable.Repeat(2.5, 20).ToArray(), 20, 1);
        var seen = Features.Dense([2.5, 2.25, 3], 3, 1);
        var plain = new PowerTransformer { Method = method, Standardize = false }.Fit(x);
        plain.Lambdas.ToArray().ShouldBe([1]);
        Fitted.ShouldAgree(plain.Transform(seen).Values.ToArray(), [power, power - 0.25, power + 0.5], 1e-14);
        Fitted.ShouldAgree(new PowerTransformer { Method = method }.Fit(x).Transform(seen).Values.ToArray(), [0, -0.25, 0.5], 1e-14);
    }

    private static (PowerTransformerModel Model, Features X) Fit(double[] values, PowerMethod method)
    {
        var x = Features.Dense(values, values.Length, 1);
        return (new PowerTransformer { Method = method }.Fit(x), x);
    }

    private static double Spread(double[] values) => Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / values.Length);
}
