namespace Kiln.Estimators.Tests;

/// <summary>Where the iterative solvers of a ridge end: near the minimum, or with a warning. The least objective is that of the singular values.</summary>
public class RidgeEndTests
{
    private static readonly RidgeSolver[] s_solvers = [RidgeSolver.Lsqr, RidgeSolver.SparseCg, RidgeSolver.Sag, RidgeSolver.Saga];

    public static TheoryData<RidgeSolver, int, int, double> Offsets
    {
        get
        {
            var data = new TheoryData<RidgeSolver, int, int, double>();
            foreach (var solver in s_solvers)
            {
                foreach (var offset in new[] { 1e2, 1e4, 1e6 })
                {
                    data.Add(solver, 60, 45, offset);
                    data.Add(solver, 400, 3, offset);
                    data.Add(solver, 5, 8, offset);
                    data.Add(solver, 30, 90, offset);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void Columns_far_from_zero_hide_the_other_directions_from_the_first_steps_but_are_no_end(RidgeSolver solver, int rows, int columns, double offset)
    {
        var values = ContractSamples.Normal(11, rows, columns).Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += offset * Math.Cos(3 * (i % columns));
        }

        var x = Features.Dense(values, rows, columns);
        var y = Targets(rows, row => values[row * columns] - (offset * Math.Cos(0)) - values[(row * columns) + columns - 1]);
        foreach (var alpha in new[] { 1e-5, 1, 1e3 })
        {
            foreach (var tolerance in new[] { 1e-4, 1e-10 })
            {
                EndsNear(new Ridge { Solver = solver, Alpha = alpha, Tolerance = tolerance, FitIntercept = false }, x, x, y, null);
            }
        }
    }

    [Theory]
    [InlineData(RidgeSolver.Lsqr)]
    [InlineData(RidgeSolver.SparseCg)]
    [InlineData(RidgeSolver.Sag)]
    [InlineData(RidgeSolver.Saga)]
    public void Columns_that_come_twice_and_weights_of_all_sizes_are_no_end_either(RidgeSolver solver)
    {
        var (rows, columns) = (60, 20);
        var weights = Enumerable.Range(0, rows).Select(row => Math.Pow(10, 3 * Math.Sin(row * row))).ToArray();
        foreach (var difference in new[] { 0, 1e-6, 1e-3 })
        {
            var values = ContractSamples.Normal(12, rows, columns).Values.ToArray();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = i % columns == 1 ? values[i - 1] * (1 + (difference * values[i])) : i % 7 < 3 ? 0 : values[i];
            }

            var x = Features.Dense(values, rows, columns);
            var y = Targets(rows, row => values[row * columns] - (2 * values[(row * columns) + 2]) + (0.001 * (values[row * columns] - values[(row * columns) + 1]) / (difference + 1e-9)));
            foreach (var alpha in new[] { 1e-8, 0.03 })
            {
                var ridge = new Ridge { Solver = solver, Alpha = alpha, FitIntercept = false };
                EndsNear(ridge, x, x, y, weights);
                EndsNear(ridge, SparseMatrix.FromDense(values, rows, columns), x, y, weights);
            }
        }
    }

    [Theory]
    [InlineData(RidgeSolver.Lsqr)]
    [InlineData(RidgeSolver.SparseCg)]
    public void Samples_too_large_for_factors_end_where_steps_take_nothing_more(RidgeSolver solver)
    {
        var (rows, columns) = (1_200, 500);
        var (values, random) = (new double[rows * columns], new Random(3));
        for (var row = 0; row < rows; row++)
        {
            values[row * columns] = 1e3;
            for (var i = 0; i < 6; i++)
            {
                values[(row * columns) + random.Next(columns)] = random.NextDouble() + 0.5;
            }
        }

        var y = Targets(rows, row => values[(row * columns) + 1] + values[(row * columns) + 2] - values[(row * columns) + 3]);
        EndsNear(new Ridge { Solver = solver, FitIntercept = false }, SparseMatrix.FromDense(values, rows, columns), Features.Dense(values, rows, columns), y, null);
    }

    [Theory]
    [InlineData(RidgeSolver.Lsqr)]
    [InlineData(RidgeSolver.SparseCg)]
    [InlineData(RidgeSolver.Sag)]
    [InlineData(RidgeSolver.Saga)]
    public void Steps_that_were_counted_are_not_exceeded_and_leave_a_warning(RidgeSolver solver)
    {
        foreach (var (rows, columns) in new[] { (60, 45), (30, 90) })
        {
            var values = ContractSamples.Normal(13, rows, columns).Values.ToArray();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += 1e4 * Math.Cos(3 * (i % columns));
            }

            var y = Targets(rows, row => values[(row * columns) + 4]);
            var model = new Ridge { Solver = solver, Alpha = 1e-3, FitIntercept = false, MaxIterations = 3 }.Fit(Features.Dense(values, rows, columns), y);
            model.Iterations.ShouldBe(3);
            model.Warnings.ShouldHaveSingleItem().ShouldContain("max_iter");
        }
    }

    [Theory]
    [InlineData(RidgeSolver.Sag)]
    [InlineData(RidgeSolver.Saga)]
    public void Passes_with_an_intercept_are_not_those_of_scikit_learn_and_end_nearer_than_its_tolerance_asks_for(RidgeSolver solver)
    {
        var (rows, columns) = (60, 3);
        for (var seed = 20u; seed < 40; seed++)
        {
            var values = ContractSamples.Normal(seed, rows, columns).Values.ToArray();
            for (var row = 0; row < rows; row++)
            {
                values[(row * columns) + 1] = values[row * columns];
            }

            var x = Features.Dense(values, rows, columns);
            var weights = Enumerable.Range(0, rows).Select(row => 0.1 + Math.Abs(Math.Sin(row * row))).ToArray();
            EndsNear(new Ridge { Solver = solver, Alpha = 0.9 }, x, x, Targets(rows, row => values[row * columns] - (2 * values[(row * columns) + 2])), weights);
        }
    }

    [Fact]
    public void One_newton_step_tells_how_near_a_point_is()
    {
        var (rows, columns, near) = (200, 6, 1e-6);
        var values = ContractSamples.Normal(15, rows, columns).Values.ToArray();
        var y = Targets(rows, row => values[row * columns]);
        var samples = CentredSamples.Of(Features.Dense(values, rows, columns), y, 1, null, center: true);
        var best = new Ridge { Solver = RidgeSolver.Svd }.Fit(Features.Dense(values, rows, columns), y).Coefficients.ToArray<double>();
        var least = RidgeObjective.Of(samples, 0, 1, best);
        var verdicts = new HashSet<bool>();
        for (var distance = 1e-8; distance < 1; distance *= 1.5)
        {
            var w = best.Select((value, i) => value + (distance * Math.Cos(i))).ToArray();
            var excess = (RidgeObjective.Of(samples, 0, 1, w) / least) - 1;
            if (Math.Abs(excess - near) > 0.01 * near)
            {
                var direct = new RidgeDirect(samples, 0, 1, near, default);
                direct.IsNear(w, 20).ShouldBe(excess < near);
                verdicts.Add(excess < near);
                direct.Finish(w, 20).ShouldBeTrue();
                RidgeObjective.Of(samples, 0, 1, w).ShouldBeLessThan(least * (1 + near));
            }
        }

        verdicts.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_near_for_certain_is_near()
    {
        // More samples than the bound looks at.
        var (rows, columns) = (4_000, 4);
        var values = ContractSamples.Normal(14, rows, columns).Values.ToArray();
        var y = Targets(rows, row => values[row * columns]);
        var samples = CentredSamples.Of(Features.Dense(values, rows, columns), y, 1, null, center: true);
        var best = new Ridge { Solver = RidgeSolver.Svd }.Fit(Features.Dense(values, rows, columns), y).Coefficients.ToArray<double>();
        var (least, gradient, yes) = (RidgeObjective.Of(samples, 0, 1, best), new double[columns], 0);
        var gap = new RidgeGap(samples, 1, null, RidgeGap.Nearness(1e-4, isTheirs: true), default);
        for (var distance = 1e-8; distance < 1; distance *= 2)
        {
            var w = best.Select((value, i) => value + (distance * Math.Cos(i))).ToArray();
            samples.TransposedResidual(0, w, gradient);
            var objective = RidgeObjective.Of(samples, 0, 1, w);
            if (gap.IsNear(gradient.Zip(w).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)), objective, 20))
            {
                yes++;
                objective.ShouldBeLessThanOrEqualTo(least * (1 + RidgeGap.Nearness(1e-4, isTheirs: true)));
            }
        }

        yes.ShouldBeGreaterThan(5);
    }

    private static void EndsNear(Ridge ridge, Features x, Features dense, double[] y, double[]? weights)
    {
        var model = ridge.Fit(x, y, weights);
        model.Warnings.ShouldBeEmpty();
        var least = Objective((ridge with { Solver = RidgeSolver.Svd }).Fit(dense, y, weights));
        Objective(model).ShouldBeLessThan((least * (1 + (2 * RidgeGap.Nearness(ridge.Tolerance, ridge.Solver is RidgeSolver.Lsqr or RidgeSolver.SparseCg)))) + (1e-22 * y.Sum(v => v * v)), $"{ridge.Solver}, alpha {ridge.Alpha}, tolerance {ridge.Tolerance}");

        double Objective(LinearRegressionModel of)
        {
            var sum = ridge.Alpha * of.Coefficients.ToArray<double>().Sum(w => w * w);
            foreach (var (row, value) in of.Predict(dense).Numbers().ToArray().Index())
            {
                sum += (weights?[row] ?? 1) * (value - y[row]) * (value - y[row]);
            }

            return sum;
        }
    }

    private static double[] Targets(int rows, Func<int, double> known) => [.. Enumerable.Range(0, rows).Select(row => 3 + (0.1 * Math.Sin(7 * row)) + known(row))];
}
