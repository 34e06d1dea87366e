namespace Kiln.Numerics.Tests;

/// <summary>Softmax, log-softmax and their gradients against plain loops in float64, on lengths around every vector width.</summary>
public class SoftmaxTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 3, 2 }, { 5, 7 }, { 4, 10 }, { 3, 16 }, { 2, 17 }, { 2, 31 }, { 3, 33 }, { 2, 64 }, { 1, 1000 }, { 700, 100 }, { 0, 5 }, { 5, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Results_and_gradients_equal_plain_loops(int rows, int width)
    {
        double[] x = RowData.Random(rows * width, 10, seed: 1);
        double[] dy = RowData.Random(rows * width, 1, seed: 2);
        double[] expected = RowData.Softmax(x, rows, width);
        double[] expectedLog = [.. RowData.LogSoftmax(x, rows, width)];
        var y = new double[x.Length];
        SoftmaxRows.Forward(rows, width, x, y);
        RowData.Compare(expected, y, 1e-14);
        var log = new double[x.Length];
        SoftmaxRows.LogForward(rows, width, x, log);
        RowData.Compare(expectedLog, log, 1e-14);

        var single = new float[x.Length];
        SoftmaxRows.Forward(rows, width, RowData.Single(x), single);
        RowData.Compare(RowData.Softmax(RowData.Double(RowData.Single(x)), rows, width), RowData.Double(single), 2e-6);
        SoftmaxRows.LogForward(rows, width, RowData.Single(x), single);
        RowData.Compare(RowData.LogSoftmax(RowData.Double(RowData.Single(x)), rows, width), RowData.Double(single), 2e-6);

        double[] gradient = new double[x.Length];
        double[] logGradient = new double[x.Length];
        for (int r = 0; r < rows; r++)
        {
            double dot = 0, sum = 0;
            for (int i = 0; i < width; i++)
            {
                dot += expected[r * width + i] * dy[r * width + i];
                sum += dy[r * width + i];
            }

            for (int i = 0; i < width; i++)
            {
                gradient[r * width + i] = expected[r * width + i] * (dy[r * width + i] - dot);
                logGradient[r * width + i] = dy[r * width + i] - Math.Exp(expectedLog[r * width + i]) * sum;
            }
        }

        var dx = new double[x.Length];
        SoftmaxRows.Backward(rows, width, y, dy, dx);
        RowData.Compare(gradient, dx, 1e-13);
        SoftmaxRows.LogBackward(rows, width, log, dy, dx);
        RowData.Compare(logGradient, dx, 1e-13);
        SoftmaxRows.Backward(rows, width, RowData.Single(y), RowData.Single(dy), single);
        RowData.Compare(gradient, RowData.Double(single), 2e-6);
        SoftmaxRows.LogBackward(rows, width, RowData.Single(log), RowData.Single(dy), single);
        RowData.Compare(logGradient, RowData.Double(single), 3e-5);
    }

    [Fact]
    public void Large_numbers_do_not_overflow_and_small_ones_do_not_vanish()
    {
        float[] x = [1000, 1001, -1000, float.NegativeInfinity];
        var y = new float[4];
        SoftmaxRows.Forward(1, 4, x, y);
        y[0].ShouldBe(0.26894143f, 1e-6f);
        y[1].ShouldBe(0.7310586f, 1e-6f);
        y[3].ShouldBe(0f);
        SoftmaxRows.LogForward(1, 4, x, y);
        y[2].ShouldBe(-2001.3132f, 1e-3f);
        y[3].ShouldBe(float.NegativeInfinity);
    }

    [Fact]
    public void Rows_without_a_finite_maximum_give_nan_and_leave_others_alone()
    {
        float[] x = [float.NaN, 1, float.PositiveInfinity, 1, float.NegativeInfinity, float.NegativeInfinity, 0, 0];
        var y = new float[8];
        SoftmaxRows.Forward(4, 2, x, y);
        y[..6].ShouldAllBe(v => float.IsNaN(v));
        y[6..].ShouldAllBe(v => v == 0.5f);
    }

    [Fact]
    public void Short_spans_are_refused()
    {
        Should.Throw<ArgumentException>(() => SoftmaxRows.Forward(2, 3, new float[6], new float[5])).Message.ShouldContain("5 elements, 6");
        Should.Throw<ArgumentException>(() => SoftmaxRows.Backward(2, 3, new float[6], new float[5], new float[6]));
    }
}
