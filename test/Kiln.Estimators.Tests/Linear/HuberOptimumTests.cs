namespace Kiln.Estimators.Tests;

/// <summary>Huber regressions that a descent alone does not bring to the optimum in 100 iterations: many features, small epsilons, features of very different scales or that depend on each other.</summary>
public class HuberOptimumTests
{
    [Theory]
    [InlineData(400, 90, 1.1, 0.01, 0.5, "no intercept")]
    [InlineData(400, 90, 1.01, 0.01, 2, "weights")]
    [InlineData(400, 45, 1.1, 1e-4, 0, "no intercept")]
    [InlineData(400, 45, 1.35, 1e-4, 0, "copied")]
    [InlineData(400, 45, 1, 1, 2, "copied, weights")]
    [InlineData(400, 30, 1, 1e-2, 0, "offsets")]
    [InlineData(300, 60, 1.01, 1e-2, 2, "sparse")]
    [InlineData(300, 60, 1.1, 1e-2, 2, "sparse, no intercept, weights")]
    [InlineData(60, 90, 3, 1e-4, 0.5, "no intercept")]
    [InlineData(30, 45, 1.35, 1e-4, 0, "no intercept, copied")]
    [InlineData(30, 45, 1, 1e-2, 0, "weights")]
    [InlineData(12, 90, 3, 1, 0, "weights")]
    [InlineData(5, 20, 1.1, 1e-4, 2, "no intercept")]
    [InlineData(1200, 150, 1.01, 1e-2, 1, "copied")]
    public void No_model_has_an_objective_that_is_lower_by_a_millionth(int rows, int columns, double epsilon, double alpha, double magnitudes, string kind)
    {
        var random = new Random(rows + columns);
        var (values, y) = (new double[rows * columns], new double[rows]);
        var (scales, offsets, slopes) = (new double[columns], new double[columns], new double[columns]);
        for (var i = 0; i < columns; i++)
        {
            scales[i] = Math.Pow(10, magnitudes * ((2 * random.NextDouble()) - 1));
            (offsets[i], slopes[i]) = (kind.Contains("offsets", StringComparison.Ordinal) ? 100 * random.NextDouble() : 0, Normal(random));
        }

        for (var row = 0; row < rows; row++)
        {
            // Every tenth target is far away.
            y[row] = 3 + ((row % 10 == 0 ? 10 : 0.3) * Normal(random));
            for (var i = 0; i < columns; i++)
            {
                var value = kind.Contains("sparse", StringComparison.Ordinal) && random.NextDouble() < 0.7 ? 0 : offsets[i] + Normal(random);
                values[(row * columns) + i] = value * scales[i];
                y[row] += slopes[i] * value;
            }

            if (kind.Contains("copied", StringComparison.Ordinal))
            {
                values[(row * columns) + 1] = values[row * columns];
            }
        }

        var weights = kind.Contains("weights", StringComparison.Ordinal) ? Enumerable.Range(0, rows).Select(row => row % 3 * (0.5 + random.NextDouble())).ToArray() : null;
        var x = kind.Contains("sparse", StringComparison.Ordinal) ? SparseMatrix.FromDense(values, rows, columns) : Features.Dense(values, rows, columns);
        var model = new HuberRegressor { Epsilon = epsilon, Alpha = alpha, FitIntercept = !kind.Contains("no intercept", StringComparison.Ordinal) }.Fit(x, y, weights);

        var objective = PlainObjectives.Generalized(model, x, y, weights);
        objective.ShouldBeLessThan(HuberBound.Of(model, values, y, weights) * (1 + 1e-6));
        model.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_fit_ends_with_a_warning_where_its_iterations_are_too_few()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 200 * 20).Select(_ => Normal(random)).ToArray();
        var y = Enumerable.Range(0, 200).Select(row => values[row * 20] + Normal(random)).ToArray();
        new HuberRegressor { Epsilon = 1.01, MaxIterations = 3 }.Fit(Features.Dense(values, 200, 20), y).Warnings.ShouldHaveSingleItem().ShouldContain("before it converged");
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
