namespace Kiln.Estimators.Tests;

/// <summary>Coordinate descent on more features than samples: held as rows of XᵀX that are made when a coefficient moves, it takes the steps that it takes on the columns.</summary>
public class WideLassoTests
{
    [Theory]
    [InlineData(4.0, 1.0, false, true, CoordinateSelection.Cyclic)]
    [InlineData(4.0, 1.0, true, true, CoordinateSelection.Cyclic)]
    [InlineData(4.0, 1.0, false, false, CoordinateSelection.Cyclic)]
    [InlineData(4.0, 0.5, false, true, CoordinateSelection.Random)]
    [InlineData(1.0, 0.2, false, true, CoordinateSelection.Cyclic)]
    [InlineData(0.05, 1.0, false, true, CoordinateSelection.Cyclic)]
    [InlineData(0.5, 0.01, false, true, CoordinateSelection.Cyclic)]
    public void Rows_that_are_made_when_needed_give_the_steps_of_columns(double alpha, double l1Ratio, bool positive, bool intercept, CoordinateSelection selection)
    {
        var (x, y) = Draw(samples: 90, features: 310, informative: 12, noise: 5, seed: 3);
        var estimator = new ElasticNet
        {
            Alpha = alpha,
            L1Ratio = l1Ratio,
            Positive = positive,
            FitIntercept = intercept,
            Selection = selection,
            Tolerance = 1e-6,
            MaxIterations = 400,
        };
        Same(estimator.Fit(x, y), (estimator with { Precompute = Precomputation.Never }).Fit(x, y));
    }

    [Fact]
    public void Weights_count_alike()
    {
        var (x, y) = Draw(samples: 80, features: 300, informative: 8, noise: 5, seed: 5);
        var weights = Enumerable.Range(0, 80).Select(i => i % 4 / 2.0).ToArray();
        var lasso = new Lasso { Alpha = 3, Tolerance = 1e-8 };
        Same(lasso.Fit(x, y, weights), (lasso with { Precompute = Precomputation.Never }).Fit(x, y, weights));
    }

    [Fact]
    public void A_start_that_has_coefficients_already_is_gone_on_from()
    {
        var (x, y) = Draw(samples: 80, features: 300, informative: 8, noise: 5, seed: 5);
        var start = new Lasso { Alpha = 6 }.Fit(x, y);
        var lasso = new Lasso { Alpha = 3, Tolerance = 1e-8 };
        Same(lasso.FitFrom(start, x, y), (lasso with { Precompute = Precomputation.Never }).FitFrom(start, x, y));
    }

    [Fact]
    public void Several_outputs_share_the_rows()
    {
        var (x, y) = Draw(samples: 70, features: 260, informative: 8, noise: 5, seed: 7);
        var numbers = y.Numbers().ToArray();
        var two = Target.Of(Enumerable.Range(0, 140).Select(i => i % 2 == 0 ? numbers[i / 2] : numbers[69 - (i / 2)]).ToArray(), 2);
        var lasso = new Lasso { Alpha = 3, Tolerance = 1e-8 };
        Same(lasso.Fit(x, two), (lasso with { Precompute = Precomputation.Never }).Fit(x, two));
    }

    [Fact]
    public void Features_far_from_zero_lose_nothing()
    {
        var (x, y) = Draw(samples: 80, features: 300, informative: 8, noise: 5, seed: 5);
        var shifted = Features.Dense([.. x.Values.ToArray().Select((value, i) => value + (i % 300 * 1e3))], 80, 300);
        var lasso = new Lasso { Alpha = 3, Tolerance = 1e-8 };
        var (near, far) = (lasso.Fit(x, y), lasso.Fit(shifted, y));
        near.Coefficients.ToArray<double>().Zip(far.Coefficients.ToArray<double>()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
    }

    [Fact]
    public void A_path_down_to_small_penalties_is_that_of_columns()
    {
        var (x, y) = Draw(samples: 60, features: 150, informative: 20, noise: 5, seed: 9);
        var rows = RegularizationPath.Lasso(x, y, alphaCount: 30, fitIntercept: true);
        var columns = RegularizationPath.Lasso(x, y, alphaCount: 30, fitIntercept: true, precompute: Precomputation.Never);
        rows.Iterations.ShouldBe(columns.Iterations);
        rows.Coefficients.ToArray<double>().Zip(columns.Coefficients.ToArray<double>()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
    }

    [Fact]
    public void Constant_features_and_a_constant_target_stay_at_zero()
    {
        var (x, y) = Draw(samples: 40, features: 120, informative: 5, noise: 1, seed: 1);
        var values = x.Values.ToArray();
        for (var i = 7; i < values.Length; i += 120)
        {
            values[i] = 3;
        }

        new Lasso { Alpha = 0.5 }.Fit(Features.Dense(values, 40, 120), y).Coefficients.ToArray<double>()[7].ShouldBe(0);
        new Lasso { Alpha = 0.5 }.Fit(x, new double[40]).NonZeroCount.ShouldBe(0);
    }

    private static (Features X, Target Y) Draw(int samples, int features, int informative, double noise, uint seed)
    {
        var (x, y) = Synthetic.Regression(samples: samples, features: features, informative: informative, noise: noise, seed: seed);
        return (x, y);
    }

    private static void Same(ElasticNetModel model, ElasticNetModel other)
    {
        model.Iterations.ShouldBe(other.Iterations);
        var (left, right) = (model.Coefficients.ToArray<double>(), other.Coefficients.ToArray<double>());
        left.Zip(right).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
        model.DualGaps.ToArray().Zip(other.DualGaps.ToArray()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
    }
}
