namespace Kiln.Numerics.Tests;

/// <summary>Inputs and plain float64 references for row kernels.</summary>
internal static class RowData
{
    internal static double[] Random(int count, double scale, int seed)
    {
        var random = new Random(seed);
        var data = new double[count];
        for (int i = 0; i < count; i++)
        {
            data[i] = (random.NextDouble() * 2 - 1) * scale;
        }

        return data;
    }

    internal static float[] Single(double[] x) => Array.ConvertAll(x, v => (float)v);

    internal static double[] Double(float[] x) => Array.ConvertAll(x, v => (double)v);

    internal static double[] LogSoftmax(double[] x, int rows, int width)
    {
        var y = new double[x.Length];
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<double> row = x.AsSpan(r * width, width);
            double max = double.NegativeInfinity, sum = 0;
            foreach (double v in row)
            {
                max = Math.Max(max, v);
            }

            foreach (double v in row)
            {
                sum += Math.Exp(v - max);
            }

            for (int i = 0; i < width; i++)
            {
                y[r * width + i] = row[i] - max - Math.Log(sum);
            }
        }

        return y;
    }

    internal static double[] Softmax(double[] x, int rows, int width) => Array.ConvertAll(LogSoftmax(x, rows, width), Math.Exp);

    /// <summary>Equal within a tolerance relative to the larger of the value and 1 (of the value itself below 1e-3 times that).</summary>
    internal static void Compare(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        actual.Length.ShouldBe(expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            if (!(error <= tolerance * Math.Max(1, Math.Abs(expected[i]))) && !expected[i].Equals(actual[i]))
            {
                throw new ShouldAssertException($"element {i}: expected {expected[i]:R}, got {actual[i]:R}");
            }
        }
    }
}
