namespace Kiln.Estimators.Tests;

/// <summary>Ridges of positive coefficients on columns that nearly depend on each other, where coordinate descent does not come to an end.</summary>
public class PositiveRidgeTests
{
    [Theory]
    [InlineData(3, 8, 1e-5)]
    [InlineData(2, 7, 1e-4)]
    [InlineData(12, 6, 1e-3)]
    public void The_objective_is_the_least_one_of_all_choices_of_columns(int rows, int columns, double alpha)
    {
        var random = new Random(3);
        var values = new double[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (100 * (1 + (i % columns))) + random.NextDouble() - 0.5;
        }

        var y = Enumerable.Range(0, rows).Select(_ => 5 + random.NextDouble()).ToArray();
        var x = Features.Dense(values, rows, columns);
        var model = new Ridge { Alpha = alpha, Positive = true, FitIntercept = false }.Fit(x, y);
        var w = model.Coefficients.ToArray<double>();
        w.ShouldAllBe(v => v >= 0);

        // With no columns first.
        var best = y.Sum(v => v * v);
        for (var choice = 1; choice < 1 << columns; choice++)
        {
            int[] chosen = [.. Enumerable.Range(0, columns).Where(column => (choice >> column & 1) == 1)];
            var part = Features.Dense([.. Enumerable.Range(0, rows).SelectMany(row => chosen.Select(column => values[(row * columns) + column]))], rows, chosen.Length);
            var free = new Ridge { Alpha = alpha, Solver = RidgeSolver.Svd, FitIntercept = false }.Fit(part, y);
            best = free.Coefficients.ToArray<double>().All(v => v >= 0) ? Math.Min(best, Objective(free, part)) : best;
        }

        Objective(model, x).ShouldBeLessThan(best * (1 + 1e-6));
        model.Warnings.ShouldBeEmpty();

        double Objective(LinearRegressionModel fitted, Features samples) =>
            y.Zip(fitted.Predict(samples).Numbers().ToArray()).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)) + (alpha * fitted.Coefficients.ToArray<double>().Sum(v => v * v));
    }
}
