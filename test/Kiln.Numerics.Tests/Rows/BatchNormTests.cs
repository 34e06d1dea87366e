namespace Kiln.Numerics.Tests;

/// <summary>Batch norm's pieces against plain loops in float64.</summary>
public class BatchNormTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(64, 16)]
    [InlineData(100, 33)]
    [InlineData(5000, 32)]
    [InlineData(40, 1100)]
    public void Statistics_maps_and_sums_equal_plain_loops(int rows, int channels)
    {
        double[] x = [.. RowData.Random(rows * channels, 3, seed: 1).Select(v => v + 5)];
        double[] dy = RowData.Random(rows * channels, 1, seed: 2);
        double[] a = RowData.Random(channels, 2, seed: 3), b = RowData.Random(channels, 2, seed: 4), c = RowData.Random(channels, 2, seed: 5);
        var mean = new double[channels];
        var variance = new double[channels];
        var sum = new double[channels];
        var dot = new double[channels];
        for (int j = 0; j < channels; j++)
        {
            for (int r = 0; r < rows; r++)
            {
                mean[j] += x[r * channels + j] / rows;
                sum[j] += dy[r * channels + j];
            }

            for (int r = 0; r < rows; r++)
            {
                variance[j] += Math.Pow(x[r * channels + j] - mean[j], 2) / rows;
                dot[j] += dy[r * channels + j] * (x[r * channels + j] - mean[j]);
            }
        }

        double[] normalized = new double[x.Length], gradient = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int j = i % channels;
            normalized[i] = (x[i] - mean[j]) * a[j] + b[j];
            gradient[i] = dy[i] * a[j] + (x[i] - mean[j]) * b[j] + c[j];
        }

        double[] m = new double[channels], v = new double[channels], s = new double[channels], d = new double[channels], y = new double[x.Length];
        BatchNormRows.Statistics(rows, channels, x, m, v);
        RowData.Compare(mean, m, 1e-12);
        RowData.Compare(variance, v, 1e-12);
        BatchNormRows.GradientSums(rows, channels, x, m, dy, s, d);
        RowData.Compare(sum, s, 1e-10);
        RowData.Compare(dot, d, 1e-10);
        BatchNormRows.Normalize(rows, channels, x, m, a, b, y);
        RowData.Compare(normalized, y, 1e-12);
        BatchNormRows.InputGradient(rows, channels, x, m, dy, a, b, c, y);
        RowData.Compare(gradient, y, 1e-12);

        float[] xs = RowData.Single(x), ms = new float[channels], vs = new float[channels], ss = new float[channels], ds = new float[channels];
        var ys = new float[x.Length];
        BatchNormRows.Statistics(rows, channels, xs, ms, vs);
        RowData.Compare(mean, RowData.Double(ms), 1e-5);
        RowData.Compare(variance, RowData.Double(vs), 1e-5);
        BatchNormRows.GradientSums(rows, channels, xs, ms, RowData.Single(dy), ss, ds);
        RowData.Compare(sum, RowData.Double(ss), 2e-4);
        RowData.Compare(dot, RowData.Double(ds), 1e-3);
        BatchNormRows.Normalize(rows, channels, xs, ms, RowData.Single(a), RowData.Single(b), ys);
        RowData.Compare(normalized, RowData.Double(ys), 1e-5);
        BatchNormRows.InputGradient(rows, channels, xs, ms, RowData.Single(dy), RowData.Single(a), RowData.Single(b), RowData.Single(c), ys);
        RowData.Compare(gradient, RowData.Double(ys), 1e-5);
    }

    // Numbers of very different size from block to block, and distances from the mean that are small beside it: what cancels when squares are summed.
    [Theory]
    [InlineData(100_000, 3, 0)]
    [InlineData(30_000, 48, 0)]
    [InlineData(9_001, 100, 0)]
    [InlineData(60_000, 16, 1)]
    public void Moments_of_columns_far_from_zero_are_exact(int rows, int channels, int drift)
    {
        float[] x = RowData.Single(RowData.Random(rows * channels, 1, seed: 6));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] += 4096 + (i % channels) + (drift * (i / channels / 500));
        }

        float[] mean = new float[channels], variance = new float[channels];
        BatchNormRows.Statistics(rows, channels, x, mean, variance);
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int r = 0; r < rows; r++)
            {
                sum += x[(r * channels) + c];
            }

            for (int r = 0; r < rows; r++)
            {
                squares += Math.Pow(x[(r * channels) + c] - (sum / rows), 2);
            }

            Math.Abs(mean[c] - (sum / rows)).ShouldBeLessThan(sum / rows * 1e-7);
            Math.Abs(variance[c] - (squares / rows)).ShouldBeLessThan(squares / rows * 1e-5);
        }
    }

    [Fact]
    public void No_rows_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => BatchNormRows.Statistics(0, 3, [], new float[3], new float[3]));
}
