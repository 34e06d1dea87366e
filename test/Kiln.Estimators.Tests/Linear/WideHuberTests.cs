namespace Kiln.Estimators.Tests;

/// <summary>Huber regressions on more features than samples, where the scale of the residuals goes to 0.</summary>
public class WideHuberTests
{
    [Theory]
    [InlineData(40, 200, false)]
    [InlineData(40, 200, true)]
    [InlineData(12, 15, true)]
    [InlineData(2, 4, false)]
    public void The_objective_is_within_a_ten_thousandth_of_that_of_the_smallest_coefficients_without_residuals(int rows, int columns, bool weighted)
    {
        var x = ContractSamples.Normal(3, rows, columns);
        var random = new Random(5);
        var y = Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5).ToArray();
        var weights = weighted ? Enumerable.Range(0, rows).Select(row => row % 7 == 6 ? 0 : 0.5 + random.NextDouble()).ToArray() : null;
        var model = new HuberRegressor { MaxIterations = 1000, Tolerance = 1e-7, Alpha = 1e-4 }.Fit(x, y, weights);

        // Of least norm, apart from samples of weight 0.
        var smallest = new LinearRegression().Fit(x, y).Coefficients.ToArray<double>();
        var w = model.Coefficients.ToArray<double>();
        var predicted = model.Predict(x).Numbers().ToArray();
        var residuals = Enumerable.Range(0, rows).Sum(row => (weights?[row] ?? 1) * Math.Abs(y[row] - predicted[row]));
        (residuals + (1e-4 * w.Sum(v => v * v))).ShouldBeLessThan(1.0001e-4 * smallest.Sum(v => v * v));
        model.Warnings.ShouldBeEmpty();
    }
}
