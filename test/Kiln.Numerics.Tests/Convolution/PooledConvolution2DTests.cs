namespace Kiln.Numerics.Tests;

[Collection(nameof(ThreadCountCollection))]
public class PooledConvolution2DTests
{
    // Blocks of images, few images, a weight too heavy for blocks, tiles in the space of points; even and odd outputs, one pixel of output.
    [Theory]
    [InlineData(19, 12, 13, 3, 32, 3, 1, 0, 1, 1)]
    [InlineData(3, 9, 8, 3, 17, 3, 1, 1, 1, 1)]
    [InlineData(9, 7, 7, 24, 80, 3, 2, 1, 1, 1)]
    [InlineData(4, 15, 15, 32, 64, 3, 1, 0, 1, 1)]
    [InlineData(20, 6, 7, 33, 50, 3, 1, 0, 1, 1)]
    [InlineData(10, 9, 10, 16, 16, 3, 1, 1, 1, 1)]
    [InlineData(8, 11, 9, 6, 10, 3, 1, 2, 2, 2)]
    [InlineData(16, 6, 5, 5, 5, 3, 1, 1, 1, 5)]
    [InlineData(8, 2, 3, 4, 1, 1, 1, 0, 1, 1)]
    [InlineData(70, 3, 3, 1, 6, 2, 1, 0, 1, 1)]
    public void A_convolution_and_its_pooling_equal_the_plain_loops(
        int batch, int height, int width, int channels, int filters, int kernel, int stride, int padding, int dilation, int groups)
    {
        var g = new Conv2DGeometry(
            batch, height, width, channels, filters, kernel, kernel, stride, stride, padding, padding, padding, padding, dilation, dilation, groups);
        var random = new Random(3);
        var x = ConvolutionCheck.Draw(random, g.InputCount);
        var w = ConvolutionCheck.Draw(random, g.WeightCount);
        var bias = ConvolutionCheck.Draw(random, filters);
        var full = ConvolutionReference.Forward(g.Volume, x, w, bias).Select(v => Math.Max(v, 0)).ToArray();
        var (expected, places) = Pool(g, full);
        var gy = ConvolutionCheck.Draw(random, expected.Length);

        var y = new double[expected.Length];
        var winners = new int[expected.Length];
        PooledConvolution2D.Forward(g, x, w, bias, y, winners, Activation.ReLU);
        Near(y, expected, 1e-13);
        CheckGradients(g, x, w, gy, winners, places, full, 1e-13);

        var yf = new float[expected.Length];
        PooledConvolution2D.Forward(g, ConvolutionCheck.Single(x), ConvolutionCheck.Single(w), ConvolutionCheck.Single(bias), yf, winners, Activation.ReLU);
        Near([.. yf.Select(v => (double)v)], expected, 1e-5);
        CheckGradients(g, x, w, gy, winners, places, full, 1e-5);

        var unseen = new float[expected.Length];
        PooledConvolution2D.Forward(g, ConvolutionCheck.Single(x), ConvolutionCheck.Single(w), ConvolutionCheck.Single(bias), unseen, [], Activation.ReLU);
        unseen.ShouldBe(yf);
    }

    [Theory]
    [InlineData(20, 14, 3, 32)]
    [InlineData(16, 15, 32, 64)]
    [InlineData(3, 12, 24, 40)]
    public void The_numbers_are_those_of_both_kernels_and_of_any_number_of_threads(int batch, int size, int channels, int filters)
    {
        var g = new Conv2DGeometry(batch, size, size, channels, filters, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        var pool = new Pool2DGeometry(batch, g.OutHeight, g.OutWidth, filters, 2, 2, 2, 2, 0, 0, 0, 0);
        var random = new Random(4);
        var x = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.InputCount));
        var w = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.WeightCount));
        var gy = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, pool.OutputCount));
        var full = new float[g.OutputCount];
        var separate = new float[pool.OutputCount];
        var indices = new int[pool.OutputCount];
        Convolution2D.Forward(g, x, w, [], full, Activation.ReLU);
        MaxPooling2D.Forward(pool, full, separate, indices);

        var before = WorkerTeam.ThreadCount;
        try
        {
            (float[] Y, float[] GX, float[] GW)? first = null;
            foreach (var threads in new[] { 1, 2, 3 })
            {
                WorkerTeam.ThreadCount = threads;
                var result = (Y: new float[pool.OutputCount], GX: new float[g.InputCount], GW: new float[g.WeightCount]);
                var winners = new int[pool.OutputCount];
                PooledConvolution2D.Forward(g, x, w, [], result.Y, winners, Activation.ReLU);
                PooledConvolution2D.InputGradient(g, gy, winners, w, result.GX);
                PooledConvolution2D.WeightGradient(g, x, gy, winners, result.GW);
                first ??= result;
                result.Y.ShouldBe(separate);
                result.GX.ShouldBe(first.Value.GX);
                result.GW.ShouldBe(first.Value.GW);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Not_a_number_wins_and_of_equal_pixels_the_first_does(int channels)
    {
        // A window of one pixel with the weight 1 on its own channel: the output is the input.
        var g = new Conv2DGeometry(1, 2, 4, channels, channels, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        var w = new float[channels * channels];
        var x = new float[8 * channels];
        for (var channel = 0; channel < channels; channel++)
        {
            w[(channel * channels) + channel] = 1;
            foreach (var (pixel, value) in new[] { (0, 5f), (1, 5f), (4, 5f), (5, 4f), (2, 1f), (3, 2f), (6, -1f), (7, 2f) })
            {
                x[(pixel * channels) + channel] = value;
            }
        }

        var y = new float[2 * channels];
        var winners = new int[2 * channels];
        PooledConvolution2D.Forward(g, x, w, [], y, winners);
        y[0].ShouldBe(5);
        winners[0].ShouldBe(0);
        y[channels].ShouldBe(2);
        winners[channels].ShouldBe(1);

        Array.Fill(x, float.NaN, 6 * channels, channels);
        PooledConvolution2D.Forward(g, x, w, [], y, winners);
        y[channels].ShouldBe(float.NaN);
        winners[channels].ShouldBe(2);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var g = new Conv2DGeometry(1, 4, 4, 1, 1, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        Should.Throw<ArgumentException>(() => PooledConvolution2D.Forward(g, new float[16], new float[9], [], new float[2], []))
            .Message.ShouldContain("the pooled output (or its gradient) has 2 elements; its shape has 1");
        Should.Throw<ArgumentException>(() => PooledConvolution2D.Forward(g, new float[16], new float[9], [], new float[1], [], Activation.Tanh))
            .Message.ShouldContain("the activation is Tanh; expected None or ReLU");
        Should.Throw<ArgumentException>(() => PooledConvolution2D.Forward(g with { Width = 3 }, new float[12], new float[9], [], new float[1], []))
            .Message.ShouldContain("output of 2 × 1 pixels has no room");
        Should.Throw<ArgumentException>(() => PooledConvolution2D.WeightGradient(g, new float[16], new float[1], [], new float[9]))
            .Message.ShouldContain("winners has 0 elements; its shape has 1");
    }

    // Tiles are windows; images in the cache; a weight too heavy, an image too large and too few images for that; another precision.
    [Theory]
    [InlineData(1, 15, 32, 64, true, false)]
    [InlineData(64, 32, 3, 32, true, true)]
    [InlineData(64, 32, 8, 256, false, false)]
    [InlineData(64, 112, 3, 64, false, false)]
    [InlineData(4, 32, 3, 32, false, false)]
    public void What_is_faster_at_once_is_known_by_the_shape(int batch, int size, int channels, int filters, bool single, bool wide)
    {
        var g = new Conv2DGeometry(batch, size, size, channels, filters, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        PooledConvolution2D.Suits<float>(g).ShouldBe(single);
        PooledConvolution2D.Suits<double>(g).ShouldBe(wide);
        Should.Throw<ArgumentException>(() => PooledConvolution2D.Suits<int>(g)).Message.ShouldContain("expected Single or Double");
    }

    private static void CheckGradients(
        Conv2DGeometry g, double[] x, double[] w, double[] gy, int[] winners, int[] places, double[] full, double unit)
    {
        // In one precision a window's two largest pixels may be equal that are not in the other: the gradient follows the kernel's own choice.
        var spread = new double[full.Length];
        for (var i = 0; i < gy.Length; i++)
        {
            var place = places[i] + (((winners[i] / 2 * g.OutWidth) + (winners[i] % 2)) * g.OutChannels);
            spread[place] = gy[i];
        }

        var expectedX = ConvolutionReference.InputGradient(g.Volume, spread, w);
        var expectedW = ConvolutionReference.WeightGradient(g.Volume, x, spread);
        if (unit < 1e-10)
        {
            var gx = new double[x.Length];
            var gw = new double[w.Length];
            Array.Fill(gx, double.NaN);
            Array.Fill(gw, double.NaN);
            PooledConvolution2D.InputGradient(g, gy, winners, w, gx);
            PooledConvolution2D.WeightGradient(g, x, gy, winners, gw);
            Near(gx, expectedX, unit);
            Near(gw, expectedW, unit);
            return;
        }

        var gxf = new float[x.Length];
        var gwf = new float[w.Length];
        Array.Fill(gxf, float.NaN);
        Array.Fill(gwf, float.NaN);
        PooledConvolution2D.InputGradient(g, ConvolutionCheck.Single(gy), winners, ConvolutionCheck.Single(w), gxf);
        PooledConvolution2D.WeightGradient(g, ConvolutionCheck.Single(x), ConvolutionCheck.Single(gy), winners, gwf);
        Near([.. gxf.Select(v => (double)v)], expectedX, unit);
        Near([.. gwf.Select(v => (double)v)], expectedW, unit);
    }

    // The largest of each window, and where in the full output the window begins.
    private static (double[] Largest, int[] Places) Pool(Conv2DGeometry g, double[] full)
    {
        var largest = new List<double>();
        var places = new List<int>();
        for (var image = 0; image < g.Batch; image++)
        {
            for (var row = 0; row + 1 < g.OutHeight; row += 2)
            {
                for (var column = 0; column + 1 < g.OutWidth; column += 2)
                {
                    for (var channel = 0; channel < g.OutChannels; channel++)
                    {
                        var place = (((((image * g.OutHeight) + row) * g.OutWidth) + column) * g.OutChannels) + channel;
                        var below = place + (g.OutWidth * g.OutChannels);
                        places.Add(place);
                        largest.Add(new[] { full[place], full[place + g.OutChannels], full[below], full[below + g.OutChannels] }.Max());
                    }
                }
            }
        }

        return ([.. largest], [.. places]);
    }

    private static void Near(double[] actual, double[] expected, double unit)
    {
        var scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], unit * scale, $"at {i}");
        }
    }
}
