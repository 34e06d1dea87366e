namespace Kiln.Estimators.Tests;

/// <summary>Huber regressions with an epsilon of 1, whose scale goes to 0: what is left are absolute residuals.</summary>
public class AbsoluteHuberTests
{
    [Theory]
    [InlineData(30, 1)]
    [InlineData(30, 1e6)]
    [InlineData(101, 1e-3)]
    public void The_sum_of_absolute_residuals_is_that_of_the_best_line_through_two_samples(int rows, double size)
    {
        var random = new Random(5);
        var x = Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray();
        var y = x.Select(v => size * ((2 * v) + 5 + Math.Pow(random.NextDouble() - 0.5, 3))).ToArray();
        var model = new HuberRegressor { Epsilon = 1, Alpha = 0, MaxIterations = 1000 }.Fit(Features.Dense(x, rows, 1), y);

        // One of the best lines goes through two samples.
        var best = double.PositiveInfinity;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var slope = (y[i] - y[j]) / (x[i] - x[j]);
                best = Math.Min(best, Sum(slope, y[i] - (slope * x[i])));
            }
        }

        Sum(model.Coefficients.ToArray<double>()[0], model.Intercept.ToArray<double>()[0]).ShouldBeLessThan(best * (1 + 1e-6));
        model.Warnings.ShouldBeEmpty();

        double Sum(double slope, double intercept) => x.Zip(y).Sum(pair => Math.Abs(pair.Second - (slope * pair.First) - intercept));
    }
}
