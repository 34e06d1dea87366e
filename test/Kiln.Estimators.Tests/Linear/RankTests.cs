namespace Kiln.Estimators.Tests;

/// <summary>Least squares where columns depend on each other or there are more of them than samples, at sizes and offsets whose rounding looks like more.</summary>
public class RankTests
{
    [Theory]
    [InlineData(5, 8, 0, false)]
    [InlineData(5, 8, 1e4, false)]
    [InlineData(5, 8, 1e4, true)]
    [InlineData(12, 45, 100, true)]
    [InlineData(30, 90, 1, false)]
    public void With_more_features_than_samples_the_coefficients_lie_in_the_span_of_differences_of_samples(int rows, int columns, double offset, bool hasWeights)
    {
        for (var seed = 0u; seed < 10; seed++)
        {
            var values = Normal(seed, rows, columns, column => 1, column => offset * Math.Cos(column));
            var y = Enumerable.Range(0, rows).Select(row => 3 + Math.Sin(5 * row)).ToArray();
            var weights = hasWeights ? Enumerable.Range(0, rows).Select(row => row == 1 ? 0 : Math.Pow(10, row % 3)).ToArray() : null;
            var model = new LinearRegression().Fit(Features.Dense(values, rows, columns), y, weights);
            var w = model.Coefficients.ToArray<double>();

            // Gram and Schmidt, twice: differences of samples need no mean.
            var basis = new List<double[]>();
            for (var row = hasWeights ? 2 : 1; row < rows; row++)
            {
                var difference = Enumerable.Range(0, columns).Select(c => values[(row * columns) + c] - values[c]).ToArray();
                difference.Zip(w).Sum(pair => pair.First * pair.Second).ShouldBe(y[row] - y[0], 1e-10, $"seed {seed}, sample {row}");
                for (var time = 0; time < 2; time++)
                {
                    difference = Without(difference, basis);
                }

                var length = Math.Sqrt(difference.Sum(v => v * v));
                basis.Add([.. difference.Select(v => v / length)]);
            }

            Math.Sqrt(Without(w, basis).Sum(v => v * v)).ShouldBeLessThan(1e-9 * Math.Sqrt(w.Sum(v => v * v)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(60, 8, 5, 0, true)]
    [InlineData(60, 8, 5, 0, false)]
    [InlineData(300, 30, 4, 1, true)]
    [InlineData(40, 35, 3, 1, false)]
    public void Of_columns_of_many_sizes_those_that_depend_on_each_other_share_the_smallest_coefficients(int rows, int columns, double magnitudes, double offset, bool fitsIntercept)
    {
        for (var seed = 0u; seed < 10; seed++)
        {
            var values = Normal(seed, rows, columns, column => Math.Pow(10, magnitudes * Math.Cos(column)), column => offset);
            for (var row = 0; row < rows; row++)
            {
                var own = values.AsSpan(row * columns, columns);
                (own[2], own[6]) = (own[4] - (2 * own[5] * Math.Pow(2, 8)), own[3]);
            }

            var lengths = Enumerable.Range(0, columns).Select(c => Math.Sqrt(Enumerable.Range(0, rows).Sum(row => values[(row * columns) + c] * values[(row * columns) + c]))).ToArray();
            var y = Enumerable.Range(0, rows)
                .Select(row => 1 + Math.Sin(5 * row) + Enumerable.Range(0, columns).Sum(c => values[(row * columns) + c] / lengths[c] * Math.Cos(3 * c))).ToArray();
            var model = new LinearRegression { FitIntercept = fitsIntercept }.Fit(Features.Dense(values, rows, columns), y);
            var (w, intercept) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0]);

            // The best: no column has anything in common with what is left.
            var rest = Enumerable.Range(0, rows).Select(row => y[row] - intercept - Enumerable.Range(0, columns).Sum(c => w[c] * values[(row * columns) + c])).ToArray();
            var norm = Math.Sqrt(rest.Sum(v => v * v));
            norm.ShouldBeGreaterThan(0.1);
            for (var c = 0; c < columns; c++)
            {
                Enumerable.Range(0, rows).Sum(row => values[(row * columns) + c] * rest[row]).ShouldBe(0, 1e-9 * lengths[c] * norm, $"seed {seed}, column {c}");
            }

            // The smallest of them: nothing along (1, −512, −1) and (1, −1), which change no prediction.
            // How long the coefficients are is a matter of the longest; lengths from 1 to 10¹⁰ leave six digits of a direction.
            (w[6] - w[3]).ShouldBe(0, 1e-9 * Math.Abs(w[3]), $"seed {seed}");
            (w[4] - (512 * w[5]) - w[2]).ShouldBe(0, 5e-5 * w.Max(Math.Abs), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(12, 8)]
    [InlineData(9, 8)]
    [InlineData(150, 20)]
    public void A_column_that_follows_from_others_to_the_last_digit_of_large_offsets_leaves_coefficients_small(int rows, int columns)
    {
        for (var seed = 0u; seed < 20; seed++)
        {
            var values = Normal(seed, rows, columns, column => 1, column => 1e4 * Math.Cos(column));
            for (var row = 0; row < rows; row++)
            {
                values[(row * columns) + 2] = values[row * columns] - (2 * values[(row * columns) + 1]);
            }

            var y = Enumerable.Range(0, rows).Select(row => Math.Sin(5 * row)).ToArray();
            var w = new LinearRegression().Fit(Features.Dense(values, rows, columns), y).Coefficients.ToArray<double>();
            w.ShouldAllBe(v => Math.Abs(v) < 100, $"seed {seed}");
            (w[0] - (2 * w[1]) - w[2]).ShouldBe(0, 1e-8, $"seed {seed}");
        }
    }

    [Fact]
    public void A_sparse_column_of_one_value_has_no_coefficient_whatever_the_weights()
    {
        var values = new double[5 * 3];
        for (var row = 0; row < 5; row++)
        {
            values[(row * 3) + 1] = 3;
        }

        double[] y = [1, 2, 3, 4, 6];
        double[] weights = [0.014759856446058138, 45.613944098024824, 0.3, 1.7, 11.1];
        var model = new LinearRegression().Fit(SparseMatrix.FromDense(values, 5, 3), y, weights);
        model.Coefficients.ToArray<double>().ShouldBe([0, 0, 0]);
        model.Intercept.ToArray<double>()[0].ShouldBe(y.Zip(weights).Sum(pair => pair.First * pair.Second) / weights.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(30, 90, 1e4)]
    [InlineData(5, 40, 100)]
    public void Positive_coefficients_of_nearly_parallel_columns_meet_targets_that_can_be_met(int rows, int columns, double offset)
    {
        var values = Normal(1, rows, columns, column => 1, column => offset * Math.Cos(column));
        var y = Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Sum(c => values[(row * columns) + c] * (c % 3) / offset)).ToArray();
        var model = new LinearRegression { FitIntercept = false, Positive = true }.Fit(Features.Dense(values, rows, columns), y);
        model.Coefficients.ToArray<double>().ShouldAllBe(w => w >= 0);
        var found = model.Predict(Features.Dense(values, rows, columns)).Numbers().ToArray();
        Math.Sqrt(found.Zip(y).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)) / y.Sum(v => v * v)).ShouldBeLessThan(1e-8);
    }

    private static double[] Normal(uint seed, int rows, int columns, Func<int, double> size, Func<int, double> offset) =>
        [.. ContractSamples.Normal(seed, rows, columns).Values.ToArray().Select((v, i) => size(i % columns) * (v + offset(i % columns)))];

    private static double[] Without(double[] vector, List<double[]> basis)
    {
        var rest = vector.ToArray();
        foreach (var direction in basis)
        {
            var along = rest.Zip(direction).Sum(pair => pair.First * pair.Second);
            rest = [.. rest.Zip(direction).Select(pair => pair.First - (along * pair.Second))];
        }

        return rest;
    }
}
