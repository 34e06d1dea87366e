namespace Kiln.Estimators.Tests;

/// <summary>Means and variances of sparse columns: by one pass where squares do not cancel, and by distances where they would.</summary>
public class SparseMomentsTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_column_far_from_zero_loses_no_digits(bool far, bool weighted)
    {
        const int Rows = 400, Columns = 3;
        var random = new Random(8);
        var values = new decimal[Rows * Columns];
        var weights = new double[Rows];
        for (var row = 0; row < Rows; row++)
        {
            weights[row] = random.Next(1, 4);
            values[Columns * row] = row % 5 == 0 ? random.Next(-8, 9) / 4m : 0;
            values[(Columns * row) + 1] = far ? 1_000_000_000 + (random.Next(0, 9) / 8m) : random.Next(0, 2);
            values[(Columns * row) + 2] = row % 2 == 0 ? 3 : 0;
        }

        var x = SparseMatrix.FromDense(Array.ConvertAll(values, value => (double)value), Rows, Columns);
        var moments = SparseMoments.Of(x, weighted ? weights : null)!;
        for (var c = 0; c < Columns; c++)
        {
            // Exact, for all numbers have a few binary places.
            decimal weight(int row) => weighted ? (decimal)weights[row] : 1;
            var rows = Enumerable.Range(0, Rows).ToArray();
            var all = rows.Sum(weight);
            var mean = rows.Sum(row => weight(row) * values[(Columns * row) + c]) / all;
            var variance = rows.Sum(row => weight(row) * (values[(Columns * row) + c] - mean) * (values[(Columns * row) + c] - mean)) / all;
            moments.Means[c].ShouldBe((double)mean, 1e-14 * Math.Abs((double)mean));
            moments.Variances[c].ShouldBe((double)variance, 1e-12 * (double)variance);
            moments.Counts[c].ShouldBe((double)all);
        }
    }

    [Fact]
    public void A_sum_that_overflows_is_left_to_others() => SparseMoments.Of(SparseMatrix.FromDense([1e200, 1, 0, 2], 2, 2), null).ShouldBeNull();
}
