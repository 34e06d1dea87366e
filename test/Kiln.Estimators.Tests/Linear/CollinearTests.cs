namespace Kiln.Estimators.Tests;

/// <summary>Columns that say the same: the coefficients of smallest norm share between them, whatever rounding makes of their difference.</summary>
public class CollinearTests
{
    [Theory]
    [InlineData(250, 40, false)]
    [InlineData(250, 40, true)]
    [InlineData(300, 50, true)]
    [InlineData(120, 60, false)]
    public void Equal_columns_get_equal_coefficients(int rows, int columns, bool isSparse)
    {
        for (var seed = 0u; seed < 8; seed++)
        {
            var values = ContractSamples.Normal(seed, rows, columns).Values.ToArray();
            for (var row = 0; row < rows; row++)
            {
                var own = values.AsSpan(row * columns, columns);
                (own[2], own[6], own[columns - 1]) = (0, own[7], own[1]);
            }

            Features x = isSparse ? SparseMatrix.FromDense(values, rows, columns) : Features.Dense(values, rows, columns);
            double[] y = [.. Enumerable.Range(0, rows).Select(row => values[row * columns] - values[(row * columns) + 7] + Math.Sin(row))];
            foreach (var fitsIntercept in new[] { true, false })
            {
                var w = new LinearRegression { FitIntercept = fitsIntercept }.Fit(x, y).Coefficients.ToArray<double>();
                w.ShouldAllBe(value => Math.Abs(value) < 10);
                w[2].ShouldBe(0, 1e-12);
                w[6].ShouldBe(w[7], 1e-10);
                w[columns - 1].ShouldBe(w[1], 1e-10);
            }
        }
    }
}
