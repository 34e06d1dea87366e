namespace Kiln.Estimators.Tests;

public class RidgeTests
{
    [Theory]
    [InlineData(RidgeSolver.Sag)]
    [InlineData(RidgeSolver.Saga)]
    [InlineData(RidgeSolver.Lsqr)]
    [InlineData(RidgeSolver.SparseCg)]
    [InlineData(RidgeSolver.Svd)]
    public void Every_solver_comes_to_the_same_minimum(RidgeSolver solver)
    {
        foreach (var name in new[] { "dense", "many", "wide" })
        {
            var (x, y) = GoldenData.Load(name);
            var exact = new Ridge { Alpha = 3 }.Fit(x, y, GoldenData.Weights(x.Rows));
            var model = new Ridge { Alpha = 3, Solver = solver, Tolerance = 1e-12, MaxIterations = 20_000 }.Fit(x, y, GoldenData.Weights(x.Rows));
            model.Warnings.ShouldBeEmpty();
            model.Coefficients.ToArray<double>().Zip(exact.Coefficients.ToArray<double>()).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
        }
    }

    [Fact]
    public void Positive_coefficients_meet_the_conditions_of_a_minimum()
    {
        var (x, y) = GoldenData.Load("dense");
        var model = new Ridge { Alpha = 2, Positive = true }.Fit(x, y);
        var (w, b) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0]);
        for (var j = 0; j < w.Length; j++)
        {
            var gradient = 2 * w[j];
            for (var row = 0; row < x.Rows; row++)
            {
                var rest = b - y.Numbers()[row];
                for (var i = 0; i < w.Length; i++)
                {
                    rest += w[i] * x.Row(row)[i];
                }

                gradient += rest * x.Row(row)[j];
            }

            w[j].ShouldBeGreaterThanOrEqualTo(0);
            (w[j] > 0 ? Math.Abs(gradient) : Math.Max(0, -gradient)).ShouldBeLessThan(1e-4, $"coefficient {j}");
        }
    }

    [Fact]
    public void Too_few_iterations_leave_a_warning()
    {
        var (x, y) = GoldenData.Load("scaled");
        new Ridge { Solver = RidgeSolver.SparseCg, MaxIterations = 1, Tolerance = 1e-10 }.Fit(x, y).Warnings.ShouldHaveSingleItem().ShouldContain("max_iter");
    }

    [Fact]
    public void Penalties_are_as_many_as_outputs_and_solvers_fit_the_sign()
    {
        var (x, y) = GoldenData.Load("many");
        Should.Throw<ArgumentOutOfRangeException>(() => new Ridge { Alphas = [1, 2] }.Fit(x, y)).Message.ShouldContain("3 penalties");
        Should.Throw<ArgumentException>(() => new Ridge { Solver = RidgeSolver.Lbfgs }.Fit(x, y)).Message.ShouldContain("positive");
        Should.Throw<ArgumentException>(() => new Ridge { Solver = RidgeSolver.Svd, Positive = true }.Fit(x, y)).Message.ShouldContain("lbfgs");
    }

    [Fact]
    public void A_penalty_for_each_output_is_chosen_where_it_is_asked_for()
    {
        var (x, y) = GoldenData.Load("many");
        var model = new RidgeCV { Alphas = [0.01, 1, 100], AlphaPerTarget = true, StoreErrors = true }.Fit(x, y);
        model.Alphas.Length.ShouldBe(3);
        model.Errors!.Shape.ToArray().ShouldBe([60, 3, 3]);
        for (var output = 0; output < 3; output++)
        {
            var one = Enumerable.Range(0, 60).Select(row => y.Numbers()[(row * 3) + output]).ToArray();
            var alone = new RidgeCV { Alphas = [0.01, 1, 100] }.Fit(x, one);
            model.Alphas.Span[output].ShouldBe(alone.Alpha);
            model.BestScores.Span[output].ShouldBe(alone.BestScores.Span[0], 1e-12);
        }
    }

    [Fact]
    public void Leaving_one_out_gives_the_errors_of_fits_without_a_sample()
    {
        var (x, y) = GoldenData.Load("constant");
        var model = new RidgeCV { Alphas = [0.7], StoreErrors = true }.Fit(x, y);
        for (var left = 0; left < 5; left++)
        {
            var others = Enumerable.Range(0, x.Rows).Where(row => row != left).ToArray();
            var fitted = new Ridge { Alpha = 0.7 }.Fit(x.Take(others), y.Take(others));
            var error = fitted.Predict(x.Take([left])).Numbers()[0] - y.Numbers()[left];
            model.Errors!.ToArray<double>()[left].ShouldBe(error * error, 1e-10);
        }
    }
}
