namespace Kiln.Numerics.Tests;

/// <summary>Layer, RMS and group norm and their gradients against plain loops in float64, on lengths around every vector width.</summary>
public class NormRowsTests
{
    private const double Epsilon = 1e-3;

    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 3, 2 }, { 5, 7 }, { 4, 16 }, { 9, 17 }, { 2, 31 }, { 7, 33 }, { 4, 64 }, { 150, 129 }, { 40, 5000 }, { 0, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Layer_norm_equals_plain_loops(int rows, int width)
    {
        Data data = new(rows, width);
        Expected expected = Reference(data, 1, rows, width, rows, byRow: true, subtractsMean: true);
        double[] y = new double[data.X.Length], means = new double[rows], scales = new double[rows];
        double[] dx = new double[y.Length], dGamma = new double[width], dBeta = new double[width];
        LayerNormRows.Forward(rows, width, data.X, data.Gamma, data.Beta, Epsilon, y, means, scales);
        LayerNormRows.Backward(rows, width, data.X, data.Gamma, means, scales, data.Dy, dx, dGamma, dBeta);
        Compare(expected, y, dx, dGamma, dBeta, 1e-11);

        float[] ys = new float[y.Length], ms = new float[rows], ss = new float[rows], ds = new float[y.Length], gs = new float[width], bs = new float[width];
        LayerNormRows.Forward(rows, width, RowData.Single(data.X), RowData.Single(data.Gamma), RowData.Single(data.Beta), Epsilon, ys, ms, ss);
        LayerNormRows.Backward(rows, width, RowData.Single(data.X), RowData.Single(data.Gamma), ms, ss, RowData.Single(data.Dy), ds, gs, bs);
        Compare(expected, RowData.Double(ys), RowData.Double(ds), RowData.Double(gs), RowData.Double(bs), 2e-4);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rms_norm_equals_plain_loops(int rows, int width)
    {
        Data data = new(rows, width) { Beta = new double[width] };
        Expected expected = Reference(data, 1, rows, width, rows, byRow: true, subtractsMean: false);
        double[] y = new double[data.X.Length], scales = new double[rows], dx = new double[y.Length], dGamma = new double[width];
        RmsNormRows.Forward(rows, width, data.X, data.Gamma, Epsilon, y, scales);
        RmsNormRows.Backward(rows, width, data.X, data.Gamma, scales, data.Dy, dx, dGamma);
        Compare(expected, y, dx, dGamma, expected.DBeta, 1e-11);

        float[] ys = new float[y.Length], ss = new float[rows], ds = new float[y.Length], gs = new float[width];
        RmsNormRows.Forward(rows, width, RowData.Single(data.X), RowData.Single(data.Gamma), Epsilon, ys, ss);
        RmsNormRows.Backward(rows, width, RowData.Single(data.X), RowData.Single(data.Gamma), ss, RowData.Single(data.Dy), ds, gs);
        Compare(expected, RowData.Double(ys), RowData.Double(ds), RowData.Double(gs), expected.DBeta, 2e-4);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 6, 8, 2)]
    [InlineData(3, 49, 33, 3)]
    [InlineData(2, 100, 64, 64)]
    [InlineData(5, 1, 20, 1)]
    public void Group_norm_equals_plain_loops(int batch, int places, int channels, int groups)
    {
        Data data = new(batch * places, channels);
        Expected expected = Reference(data, batch, places, channels, groups, byRow: false, subtractsMean: true);
        double[] y = new double[data.X.Length], means = new double[batch * groups], scales = new double[batch * groups];
        double[] dx = new double[y.Length], dGamma = new double[channels], dBeta = new double[channels];
        GroupNormRows.Forward(batch, places, channels, groups, data.X, data.Gamma, data.Beta, Epsilon, y, means, scales);
        GroupNormRows.Backward(batch, places, channels, groups, data.X, data.Gamma, means, scales, data.Dy, dx, dGamma, dBeta);
        Compare(expected, y, dx, dGamma, dBeta, 1e-11);

        float[] ys = new float[y.Length], ms = new float[means.Length], ss = new float[means.Length], ds = new float[y.Length];
        float[] gs = new float[channels], bs = new float[channels];
        GroupNormRows.Forward(
            batch, places, channels, groups, RowData.Single(data.X), RowData.Single(data.Gamma), RowData.Single(data.Beta), Epsilon, ys, ms, ss);
        GroupNormRows.Backward(
            batch, places, channels, groups, RowData.Single(data.X), RowData.Single(data.Gamma), ms, ss, RowData.Single(data.Dy), ds, gs, bs);
        Compare(expected, RowData.Double(ys), RowData.Double(ds), RowData.Double(gs), RowData.Double(bs), 2e-4);
    }

    [Theory]
    [InlineData(2077.8f, 16384)]
    [InlineData(1234.5678f, 769)]
    [InlineData(21095f, 4096)]
    [InlineData(1.7e7f, 33)]
    public void Equal_numbers_become_zero_however_large_they_are(float value, int count)
    {
        float[] x = new float[count * 4], y = new float[x.Length], means = new float[4], scales = new float[4];
        Array.Fill(x, value);
        LayerNormRows.Forward(4, count, x, [], [], 1e-5, y, means, scales);
        y.ShouldAllBe(v => v == 0);
        means.ShouldAllBe(m => m == value);
        GroupNormRows.Forward(1, count, 4, 2, x, [], [], 1e-5, y, means.AsSpan(0, 2), scales.AsSpan(0, 2));
        y.ShouldAllBe(v => v == 0);
        BatchNormRows.Statistics(count, 4, x, means, scales);
        means.ShouldAllBe(m => m == value);
        scales.ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Distances_much_smaller_than_the_numbers_are_kept()
    {
        var y = new float[3];
        LayerNormRows.Forward(1, 3, [1e8f, 1e8f + 8, 1e8f + 16], [], [], 0, y, [], []);
        y[0].ShouldBe(-MathF.Sqrt(1.5f), 1e-6f);
        y[1].ShouldBe(0);
        y[2].ShouldBe(MathF.Sqrt(1.5f), 1e-6f);
    }

    [Fact]
    public void What_is_not_wanted_may_be_left_out_and_the_gradient_may_overwrite_its_source()
    {
        Data data = new(9, 21);
        double[] y = new double[data.X.Length], means = new double[9], scales = new double[9], dx = new double[y.Length], dGamma = new double[21];
        LayerNormRows.Forward(9, 21, data.X, data.Gamma, data.Beta, Epsilon, y, means, scales);
        LayerNormRows.Backward(9, 21, data.X, data.Gamma, means, scales, data.Dy, dx, dGamma, default);
        double[] onlyGamma = new double[21], inPlace = [.. data.Dy];
        LayerNormRows.Backward(9, 21, data.X, data.Gamma, means, scales, data.Dy, default, onlyGamma, default);
        LayerNormRows.Backward(9, 21, data.X, data.Gamma, means, scales, inPlace, inPlace, default, default);
        onlyGamma.ShouldBe(dGamma);
        inPlace.ShouldBe(dx);
    }

    [Fact]
    public void Sums_of_gradients_have_the_same_bits_on_any_number_of_threads()
    {
        int before = WorkerTeam.ThreadCount;
        const int Rows = 3000, Width = 130;
        Data data = new(Rows, Width);
        float[] x = RowData.Single(data.X), dy = RowData.Single(data.Dy), gamma = RowData.Single(data.Gamma);
        float[] y = new float[x.Length], means = new float[Rows], scales = new float[Rows];
        LayerNormRows.Forward(Rows, Width, x, gamma, default, Epsilon, y, means, scales);
        float[][] results = new float[2][];
        try
        {
            for (int i = 0; i < 2; i++)
            {
                WorkerTeam.ThreadCount = i == 0 ? 1 : 4;
                results[i] = new float[Width];
                LayerNormRows.Backward(Rows, Width, x, gamma, means, scales, dy, y, results[i], default);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }

        results[1].ShouldBe(results[0]);
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => LayerNormRows.Forward(2, 3, new float[6], new float[2], default, 0, new float[6], default, default))
            .Message.ShouldContain("gamma has 2 elements, 3 are needed");
        Should.Throw<ArgumentException>(() => GroupNormRows.Forward(1, 1, 4, 3, new float[4], default, default, 0, new float[4], new float[3], new float[3]))
            .Message.ShouldContain("4 channels do not fall into 3 groups");
    }

    private sealed class Data(int rows, int width)
    {
        public double[] X { get; } = [.. RowData.Random(rows * width, 3, seed: 1).Select(v => v + 2)];

        public double[] Dy { get; } = RowData.Random(rows * width, 1, seed: 2);

        public double[] Gamma { get; } = RowData.Random(width, 2, seed: 3);

        public double[] Beta { get; init; } = RowData.Random(width, 2, seed: 4);
    }

    private sealed record Expected(double[] Y, double[] Dx, double[] DGamma, double[] DBeta);

    private static void Compare(Expected expected, double[] y, double[] dx, double[] dGamma, double[] dBeta, double tolerance)
    {
        RowData.Compare(expected.Y, y, tolerance);
        RowData.Compare(expected.Dx, dx, tolerance);
        RowData.Compare(expected.DGamma, dGamma, tolerance);
        RowData.Compare(expected.DBeta, dBeta, tolerance);
    }

    // The members of a group by the definition: a row, or an item's channels of one group. The gradient by the formula of the definition, element by element.
    private static Expected Reference(Data data, int batch, int places, int channels, int groups, bool byRow, bool subtractsMean)
    {
        int n = data.X.Length;
        double[] y = new double[n], dx = new double[n], dGamma = new double[channels], dBeta = new double[channels];
        foreach (int[] members in Enumerable.Range(0, n)
            .GroupBy(i => byRow ? i / channels : (i / channels / places * groups) + (i % channels / (channels / groups)))
            .Select(g => g.ToArray()))
        {
            double mean = subtractsMean ? members.Average(i => data.X[i]) : 0;
            double r = 1 / Math.Sqrt(members.Average(i => (data.X[i] - mean) * (data.X[i] - mean)) + Epsilon);
            double meanH = subtractsMean ? members.Average(i => data.Dy[i] * data.Gamma[i % channels]) : 0;
            double meanHx = members.Average(i => data.Dy[i] * data.Gamma[i % channels] * (data.X[i] - mean) * r);
            foreach (int i in members)
            {
                int c = i % channels;
                double normal = (data.X[i] - mean) * r;
                y[i] = (normal * data.Gamma[c]) + data.Beta[c];
                dx[i] = r * ((data.Dy[i] * data.Gamma[c]) - meanH - (normal * meanHx));
                dGamma[c] += data.Dy[i] * normal;
                dBeta[c] += data.Dy[i];
            }
        }

        return new Expected(y, dx, dGamma, dBeta);
    }
}
