namespace Kiln.Estimators.Tests;

/// <summary>Where generalized linear models end: at a gradient within the tolerance, or with a warning.</summary>
public class GeneralizedEndTests
{
    [Theory]
    [InlineData(5, 60, 100)]
    [InlineData(8, 20, 1e4)]
    [InlineData(60, 5, 1e6)]
    [InlineData(60, 5, 0)]
    public void Without_a_warning_the_gradient_is_within_the_tolerance(int rows, int columns, double offset)
    {
        var random = new RandomState(76);
        var means = Array.ConvertAll(random.Randn(columns), v => offset * v);
        var values = random.Randn(rows * columns).Select((value, i) => value + means[i % columns]).ToArray();
        var (x, targets) = (Features.Dense(values, rows, columns), Enumerable.Range(0, rows).Select(i => Math.Floor(Math.Exp(values[i * columns] - means[0] + 0.5))).ToArray());
        var given = new PoissonRegressor { Alpha = 1e-4, MaxIterations = 2000 };
        var model = given.Fit(x, targets);
        model.Warnings.ShouldBeEmpty();

        // The means are summed about 0: far from it the gradient itself is known to some digits fewer.
        var predicted = model.Predict(x).Numbers().ToArray();
        for (var j = 0; j < columns; j++)
        {
            var slope = given.Alpha * model.Coefficients.ToArray<double>()[j];
            for (var i = 0; i < rows; i++)
            {
                slope += (values[(i * columns) + j] - means[j]) * (predicted[i] - targets[i]) / rows;
            }

            Math.Abs(slope).ShouldBeLessThan(1.1e-4);
        }
    }

    [Fact]
    public void A_flat_valley_is_gone_to_its_bottom()
    {
        // As many features as samples and counts of some hundreds: rounding of the value hides what is left to gain.
        for (var seed = 0u; seed < 12; seed++)
        {
            var random = new RandomState(seed);
            var x = Features.Dense(Array.ConvertAll(random.Randn(64), v => Math.Round(v, 1)), 8, 8);
            var y = Enumerable.Range(0, 8).Select(i => Math.Floor(Math.Exp(4.5 + x.Row(i)[0] - (0.5 * x.Row(i)[3])))).ToArray();
            var given = new PoissonRegressor { Alpha = 4e-5, Tolerance = 1e-10, MaxIterations = 2000 };
            var (quasi, newton) = (given.Fit(x, y), (given with { Solver = GeneralizedSolver.NewtonCholesky }).Fit(x, y));
            (PlainObjectives.Generalized(quasi, x, y, null) - PlainObjectives.Generalized(newton, x, y, null)).ShouldBeLessThan(1e-11 * y.Max(), $"seed {seed}");
        }
    }

    [Fact]
    public void A_target_without_a_logarithm_or_too_large_is_told_as_the_fault_of_the_target()
    {
        var x = Features.Dense(new RandomState(0).Randn(40), 20, 2);
        Target low = Enumerable.Range(0, 20).Select(i => i - 15.0).ToArray();
        Should.Throw<DatasetException>(() => new TweedieRegressor { Power = 0, Link = MeanLink.Log }.Fit(x, low)).Message.ShouldContain("the mean of the target is -5.5; with a logarithmic link it has to be above 0");
        Should.Throw<DatasetException>(() => new PoissonRegressor().Fit(x, new double[20])).Message.ShouldContain("the mean of the target is 0");
        Should.Throw<DatasetException>(() => new TweedieRegressor { Power = 0 }.Fit(x, Enumerable.Repeat(1e308, 20).ToArray())).Message.ShouldContain("the target is too large to be summed");
    }
}
