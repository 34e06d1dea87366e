namespace Kiln.Estimators.Tests;

/// <summary>Columns of very different sizes, where steps that take no notice of it never come to the small ones.</summary>
public class BadlyScaledTests
{
    public static TheoryData<RidgeSolver, int, int, double, bool> Ridges
    {
        get
        {
            var data = new TheoryData<RidgeSolver, int, int, double, bool>();
            foreach (var solver in new[] { RidgeSolver.Lsqr, RidgeSolver.SparseCg, RidgeSolver.Sag, RidgeSolver.Saga })
            {
                foreach (var isSparse in new[] { false, true })
                {
                    data.Add(solver, 300, 20, 5, isSparse);
                    data.Add(solver, 120, 30, 4, isSparse);
                    data.Add(solver, 50, 40, 1.5, isSparse);
                    data.Add(solver, 30, 90, 2, isSparse);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ridges))]
    public void The_objective_of_a_ridge_is_the_least_one_at_any_tolerance(RidgeSolver solver, int rows, int columns, double magnitudes, bool isSparse)
    {
        var values = Scaled(rows, columns, magnitudes, isSparse ? 0.3 : 1);
        Features x = isSparse ? SparseMatrix.FromDense(values, rows, columns) : Features.Dense(values, rows, columns);
        var y = Targets(values, rows, columns);
        foreach (var alpha in new[] { 1e-6, 1, 1e3 })
        {
            var exact = new Ridge { Alpha = alpha, Solver = columns > rows ? RidgeSolver.Svd : RidgeSolver.Cholesky }.Fit(Features.Dense(values, rows, columns), y);
            foreach (var tolerance in new[] { 1e-4, 1e-10 })
            {
                var model = new Ridge { Alpha = alpha, Solver = solver, Tolerance = tolerance }.Fit(x, y);
                model.Warnings.ShouldBeEmpty();
                Objective(model, alpha).ShouldBeLessThan(Objective(exact, alpha) * (1 + 1e-6), $"alpha {alpha}, tolerance {tolerance}");
            }
        }

        double Objective(LinearRegressionModel model, double alpha) =>
            y.Zip(model.Predict(x).Numbers().ToArray()).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)) + (alpha * model.Coefficients.ToArray<double>().Sum(w => w * w));
    }

    [Theory]
    [InlineData(RidgeSolver.Lsqr)]
    [InlineData(RidgeSolver.SparseCg)]
    public void Without_a_penalty_the_coefficients_of_dependent_columns_are_the_smallest(RidgeSolver solver)
    {
        // The third column is the first, ten times as large: the smallest coefficients are 1 to 10.
        var values = Scaled(60, 3, 1, 1);
        for (var row = 0; row < 60; row++)
        {
            values[(row * 3) + 2] = 10 * values[row * 3];
        }

        var y = Targets(values, 60, 3);
        var w = new Ridge { Alpha = 0, Solver = solver, Tolerance = 1e-10 }.Fit(Features.Dense(values, 60, 3), y).Coefficients.ToArray<double>();
        w[2].ShouldBe(10 * w[0], 1e-6 * Math.Abs(w[2]));
    }

    [Fact]
    public void Columns_are_brought_to_one_size_where_they_are_independent()
    {
        var values = Scaled(80, 12, 3, 1);
        IndependentColumns.Scales(Samples(), default).ShouldNotBeNull();

        // Nothing to gain from columns of about one size.
        values = Scaled(80, 12, 0, 1);
        IndependentColumns.Scales(Samples(), default).ShouldBeNull();

        // Shares of a whole, with an intercept.
        values = Scaled(80, 12, 3, 1);
        for (var row = 0; row < 80; row++)
        {
            (values[row * 12], values[(row * 12) + 1], values[(row * 12) + 2]) = (row % 3 == 0 ? 0.01 : 0, row % 3 == 1 ? 1 : 0, row % 3 == 2 ? 100 : 0);
        }

        IndependentColumns.Scales(Samples(), default).ShouldBeNull();

        // A column that does not vary has no part in the answer, and is no reason to leave the others.
        values = Scaled(80, 12, 3, 1);
        for (var row = 0; row < 80; row++)
        {
            values[row * 12] = 0.1;
        }

        var scales = IndependentColumns.Scales(Samples(), default).ShouldNotBeNull();
        scales[0].ShouldBe(0);

        CentredSamples Samples() => CentredSamples.Of(Features.Dense(values, 80, 12), Targets(values, 80, 12), 1, null, center: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_sparse_regression_finds_the_coefficients_of_small_columns_and_shares_between_equal_ones(bool hasEqual)
    {
        var (rows, columns) = (9_000, 4_200);
        var random = new Random(5);
        var entries = new List<(int Row, int Column, double Value)>();
        var known = Enumerable.Range(0, columns).Select(column => Math.Sin(column) * Size(column)).ToArray();
        for (var row = 0; row < rows; row++)
        {
            foreach (var column in Enumerable.Range(0, 8).Select(i => (row + (i * i * 97) + random.Next(40)) % (columns - 1)).Distinct())
            {
                var value = (random.NextDouble() + 0.5) / Size(column);
                entries.Add((row, column, value));
                if (column == 7 && hasEqual)
                {
                    entries.Add((row, columns - 1, value));
                }
            }
        }

        var x = SparseMatrix.FromEntries(entries, rows, columns);
        var y = new double[rows];
        foreach (var (row, column, value) in entries)
        {
            y[row] += value * known[column];
        }

        var w = new LinearRegression().Fit(x, y).Coefficients.ToArray<double>();
        var (share, rest) = (hasEqual ? (known[7] + known[columns - 1]) / 2 : known[7], hasEqual ? (known[7] + known[columns - 1]) / 2 : 0);
        (known[7], known[columns - 1]) = (share, rest);
        for (var column = 0; column < columns; column++)
        {
            w[column].ShouldBe(known[column], 1e-6 * Size(column), $"column {column}");
        }

        // From 1 to 30 and back.
        static double Size(int column) => column == 4_199 ? 1.1 : Math.Pow(30, (1 + Math.Cos(column)) / 2);
    }

    private static double[] Scaled(int rows, int columns, double magnitudes, double share)
    {
        var values = ContractSamples.Normal(3, rows, columns).Values.ToArray();
        var random = new Random(7);
        var sizes = Enumerable.Range(0, columns).Select(_ => Math.Pow(10, ((2 * random.NextDouble()) - 1) * magnitudes)).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= random.NextDouble() < share ? sizes[i % columns] : 0;
        }

        return values;
    }

    /// <summary>3, noise, and of each column as much.</summary>
    private static double[] Targets(double[] values, int rows, int columns)
    {
        var lengths = new double[columns];
        for (var i = 0; i < values.Length; i++)
        {
            lengths[i % columns] += values[i] * values[i] / rows;
        }

        return [.. Enumerable.Range(0, rows).Select(row => 3 + (0.1 * Math.Sin(7 * row)) + Enumerable.Range(0, columns).Sum(c => values[(row * columns) + c] * Math.Cos(c) / Math.Sqrt(lengths[c] + 1e-12)))];
    }
}
