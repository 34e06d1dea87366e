namespace Kiln.Estimators.Tests;

public class LassoTests
{
    [Fact]
    public void A_start_from_a_near_model_is_soon_done()
    {
        var (x, y) = GoldenData.Load("dense");
        var lasso = new Lasso { Alpha = 0.01, Tolerance = 1e-10 };
        var cold = lasso.Fit(x, y);
        var warm = lasso.FitFrom(cold, x, y);
        warm.Iterations.ShouldBeLessThan(cold.Iterations);
        for (var i = 0; i < 10; i++)
        {
            warm.Coefficients.ToArray<double>()[i].ShouldBe(cold.Coefficients.ToArray<double>()[i], 1e-6);
        }

        Should.Throw<DatasetException>(() => lasso.FitFrom(cold, x.Take([0, 1, 2]).ToDense(), GoldenData.Load("many").Y.Take([0, 1, 2]))).Message.ShouldContain("outputs");
    }

    [Fact]
    public void Too_few_iterations_leave_a_warning_that_says_what_to_do()
    {
        var (x, y) = GoldenData.Load("collinear");
        var model = new Lasso { Alpha = 1e-4, MaxIterations = 2, Tolerance = 1e-12 }.Fit(x, y);
        model.Warnings.ShouldHaveSingleItem().ShouldContain("max_iter");
        model.DualGaps.Span[0].ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(false, 1.0)]
    [InlineData(true, 1.0)]
    [InlineData(false, 0.6)]
    public void Columns_that_surely_stay_zero_are_skipped_without_another_step(bool positive, double l1Ratio)
    {
        var (x, y) = Synthetic.Regression(samples: 90, features: 210, informative: 12, noise: 5, seed: 3);
        var columns = new ElasticNet { Alpha = 4, L1Ratio = l1Ratio, Positive = positive, Tolerance = 1e-9, MaxIterations = 20_000, Precompute = Precomputation.Never }.Fit(x, y);
        var gram = new ElasticNet { Alpha = 4, L1Ratio = l1Ratio, Positive = positive, Tolerance = 1e-9, MaxIterations = 20_000, Precompute = Precomputation.Always }.Fit(x, y);
        columns.Warnings.ShouldBeEmpty();
        columns.Iterations.ShouldBe(gram.Iterations);
        columns.Coefficients.ToArray<double>().Zip(gram.Coefficients.ToArray<double>()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
        columns.Coefficients.ToArray<double>().ShouldContain(0.0);
    }

    [Theory]
    [InlineData(Precomputation.Always)]
    [InlineData(Precomputation.Never)]
    public void Every_way_to_hold_the_samples_takes_the_same_steps(Precomputation precompute)
    {
        var (x, y) = GoldenData.Load("sparse");
        var auto = new ElasticNet { Alpha = 0.02 }.Fit(x, y);
        var model = new ElasticNet { Alpha = 0.02, Precompute = precompute }.Fit(x, y);
        var sparse = new ElasticNet { Alpha = 0.02, Precompute = precompute }.Fit(SparseMatrix.FromDense(x.Values, x.Rows, x.Columns), y);
        foreach (var other in new[] { model, sparse })
        {
            other.Iterations.ShouldBe(auto.Iterations);
            other.Coefficients.ToArray<double>().Zip(auto.Coefficients.ToArray<double>()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-10);
        }
    }

    [Fact]
    public void A_strong_penalty_leaves_the_mean()
    {
        var (x, y) = GoldenData.Load("dense");
        var model = new Lasso { Alpha = 1e6 }.Fit(x, y);
        model.NonZeroCount.ShouldBe(0);
        model.Intercept.ToArray<double>()[0].ShouldBe(y.Numbers().ToArray().Average(), 1e-12);
    }

    [Theory]
    [InlineData("alpha", -1.0)]
    [InlineData("tol", -1.0)]
    [InlineData("max_iter", 0)]
    public void Settings_out_of_range_are_named(string parameter, object value)
    {
        var (x, y) = GoldenData.Load("dense");
        var message = Should.Throw<ArgumentOutOfRangeException>(() => ((Lasso)new Lasso().With(parameter, value)).Fit(x, y)).Message;
        message.ShouldContain("lasso");
        message.ShouldContain(parameter);
    }
}
