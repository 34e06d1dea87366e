namespace Kiln.Estimators.Tests;

/// <summary>Direct ridges where products of the samples lose the digits that count, against normal equations in decimal numbers of 28 digits.</summary>
public class RidgeDigitsTests
{
    public static TheoryData<RidgeSolver, int, int, double, double, double> Cases
    {
        get
        {
            var data = new TheoryData<RidgeSolver, int, int, double, double, double>();
            foreach (var solver in new[] { RidgeSolver.Auto, RidgeSolver.Cholesky, RidgeSolver.Svd })
            {
                data.Add(solver, 40, 6, 4, 0, 1e-3);
                data.Add(solver, 40, 6, 4, 0, 10);
                data.Add(solver, 5, 12, 4, 0, 1e-3);
                data.Add(solver, 5, 12, 4, 0, 1);
                data.Add(solver, 6, 8, 3, 100, 1e-2);
            }

            // Columns of one size and large offsets: singular values of the samples themselves are a direct way, and end at 1e-9 of the largest.
            data.Add(RidgeSolver.Cholesky, 40, 6, 0, 1e4, 1e-2);
            data.Add(RidgeSolver.Cholesky, 5, 9, 0, 1e4, 1e-1);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Coefficients_are_those_of_normal_equations_without_rounding(RidgeSolver solver, int rows, int columns, double magnitudes, double offset, double alpha)
    {
        for (var seed = 0u; seed < 5; seed++)
        {
            var values = ContractSamples.Normal(seed, rows, columns).Values.ToArray();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (values[i] + offset) * Math.Pow(10, magnitudes * Math.Cos(2 * (i % columns)));
            }

            var y = Enumerable.Range(0, rows).Select(row => 2 + Math.Sin(5 * row)).ToArray();
            var w = new Ridge { Alpha = alpha, Solver = solver, FitIntercept = false }.Fit(Features.Dense(values, rows, columns), y).Coefficients.ToArray<double>();
            var exact = Exact(values, y, rows, columns, alpha);
            for (var column = 0; column < columns; column++)
            {
                w[column].ShouldBe(exact[column], 1e-8 * exact.Max(Math.Abs), $"seed {seed}, column {column}");
            }
        }
    }

    [Theory]
    [InlineData(RidgeSolver.Cholesky)]
    [InlineData(RidgeSolver.Auto)]
    public void Means_that_are_large_do_not_take_digits_from_columns_that_only_the_penalty_tells_apart(RidgeSolver solver)
    {
        for (var seed = 0u; seed < 5; seed++)
        {
            // The third column is the difference of the others, at an offset that leaves their numbers as exact as before: of all multiples of 2⁻²⁰.
            var values = ContractSamples.Normal(seed, 60, 3).Values.ToArray();
            for (var row = 0; row < 60; row++)
            {
                var own = values.AsSpan(row * 3, 3);
                (own[0], own[1]) = (8192 + (Math.Round(own[0] * 1_048_576) / 1_048_576), 4096 + (Math.Round(own[1] * 1_048_576) / 1_048_576));
                own[2] = own[0] - own[1];
            }

            var y = Enumerable.Range(0, 60).Select(row => Math.Sin(5 * row)).ToArray();
            var w = new Ridge { Alpha = 1e-4, Solver = solver }.Fit(Features.Dense(values, 60, 3), y).Coefficients.ToArray<double>();
            (w[0] - w[1] - w[2]).ShouldBe(0, 1e-8, $"seed {seed}");
        }
    }

    /// <summary>(AᵀA + αI) w = Aᵀb by elimination.</summary>
    private static double[] Exact(double[] values, double[] y, int rows, int columns, double alpha)
    {
        var (a, b) = (Array.ConvertAll(values, v => new decimal(v)), Array.ConvertAll(y, v => new decimal(v)));
        for (var i = 0; i < a.Length; i++)
        {
            // A decimal made of a double has 15 digits: the rest is added.
            a[i] += new decimal(values[i] - (double)a[i]);
        }

        for (var i = 0; i < b.Length; i++)
        {
            b[i] += new decimal(y[i] - (double)b[i]);
        }

        var system = new decimal[columns, columns + 1];
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j <= columns; j++)
            {
                system[i, j] = i == j ? (decimal)alpha : 0;
                for (var row = 0; row < rows; row++)
                {
                    system[i, j] += a[(row * columns) + i] * (j == columns ? b[row] : a[(row * columns) + j]);
                }
            }
        }

        for (var i = 0; i < columns; i++)
        {
            for (var below = i + 1; below < columns; below++)
            {
                var factor = system[below, i] / system[i, i];
                for (var j = i; j <= columns; j++)
                {
                    system[below, j] -= factor * system[i, j];
                }
            }
        }

        var w = new decimal[columns];
        for (var i = columns - 1; i >= 0; i--)
        {
            w[i] = system[i, columns];
            for (var j = i + 1; j < columns; j++)
            {
                w[i] -= system[i, j] * w[j];
            }

            w[i] /= system[i, i];
        }

        return Array.ConvertAll(w, v => (double)v);
    }
}
