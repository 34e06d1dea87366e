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

    [Theory]
    [InlineData(200, 10, 1, 0, false)]
    [InlineData(60, 30, 1e-4, 0, true)]
    [InlineData(30, 60, 0.1, 0, true)]
    [InlineData(60, 3, 1e-2, 1e4, false)]
    [InlineData(30, 8, 10, 1e3, true)]
    public void The_objective_is_within_a_millionth_of_what_its_dual_shows_to_be_the_least_one(int rows, int columns, double alpha, double offset, bool fitsIntercept)
    {
        for (var seed = 0u; seed < 5; seed++)
        {
            // Targets of which next to nothing is left: the objective is small beside their squares.
            var values = ContractSamples.Normal(seed, rows, columns).Values.ToArray();
            var y = Enumerable.Range(0, rows).Select(row => offset + (0.1 * Math.Sin(5 * row)) + Enumerable.Range(0, columns).Sum(c => values[(row * columns) + c] * Math.Cos(c))).ToArray();
            if (!fitsIntercept)
            {
                for (var row = 0; row < rows; row++)
                {
                    values[row * columns] = 1;
                }
            }

            var model = new Ridge { Alpha = alpha, Positive = true, FitIntercept = fitsIntercept }.Fit(Features.Dense(values, rows, columns), y);
            model.Warnings.ShouldBeEmpty();
            var (w, intercept) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0]);
            w.ShouldAllBe(v => v >= 0);
            var rest = Enumerable.Range(0, rows).Select(row => y[row] - intercept - Enumerable.Range(0, columns).Sum(c => w[c] * values[(row * columns) + c])).ToArray();
            var objective = rest.Sum(v => v * v) + (alpha * w.Sum(v => v * v));

            // For any θ (with an intercept: that sums to 0) the minimum is at least 2 y·θ − ‖θ‖² − Σ max(0, a·θ)² / α; here θ = what is left.
            var gap = Enumerable.Range(0, columns).Sum(c =>
            {
                var along = Enumerable.Range(0, rows).Sum(row => values[(row * columns) + c] * rest[row]);
                var off = Math.Max(0, along) - (alpha * w[c]);
                return (off * off / alpha) - (2 * w[c] * Math.Min(0, along));
            });
            gap.ShouldBeLessThan(1e-6 * objective, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(1, 45, 1e-6, 2)]
    [InlineData(2, 20, 1e-8, 0)]
    [InlineData(2, 45, 1e-4, 5)]
    [InlineData(5, 90, 1e-8, 2)]
    [InlineData(12, 45, 1e-9, 4)]
    [InlineData(30, 90, 1e-7, 1)]
    [InlineData(60, 45, 1e-8, 0)]
    public void Where_the_targets_can_be_reached_the_penalty_alone_chooses_however_small_it_is(int rows, int columns, double alpha, double magnitudes)
    {
        for (var seed = 0u; seed < 5; seed++)
        {
            var values = ContractSamples.Normal(seed, rows, columns).Values.ToArray();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (values[i] + (10 * Math.Sin(i % columns))) * Math.Pow(10, magnitudes * Math.Cos(2 * (i % columns)));
            }

            // With w = max(0, Aᵀd) and b = A w + αd the slopes are 0 where w is more, and less elsewhere: this is the optimum.
            var d = ContractSamples.Normal(seed + 100, rows, 1).Values.ToArray();
            var best = Enumerable.Range(0, columns).Select(c => Math.Max(0, Enumerable.Range(0, rows).Sum(row => values[(row * columns) + c] * d[row]))).ToArray();
            var y = Enumerable.Range(0, rows).Select(row => (alpha * d[row]) + Enumerable.Range(0, columns).Sum(c => values[(row * columns) + c] * best[c])).ToArray();
            var model = new Ridge { Alpha = alpha, Positive = true, FitIntercept = false }.Fit(Features.Dense(values, rows, columns), y);
            var w = model.Coefficients.ToArray<double>();
            w.ShouldAllBe(v => v >= 0);
            model.Warnings.ShouldBeEmpty();
            var rest = Enumerable.Range(0, rows).Sum(row => Math.Pow(y[row] - Enumerable.Range(0, columns).Sum(c => w[c] * values[(row * columns) + c]), 2));
            var least = alpha * ((alpha * d.Sum(v => v * v)) + best.Sum(v => v * v));
            (rest + (alpha * w.Sum(v => v * v))).ShouldBeLessThan(least * (1 + 1e-6), $"seed {seed}");
        }
    }
}
