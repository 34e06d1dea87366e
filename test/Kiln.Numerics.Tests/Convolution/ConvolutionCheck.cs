namespace Kiln.Numerics.Tests;

/// <summary>Runs the three kernels on one geometry, in both precisions, and compares them with the plain loops.</summary>
internal static class ConvolutionCheck
{
    public static void Geometry(Conv2DGeometry g) => Geometry(g.Volume);

    public static void Geometry(Conv3DGeometry g)
    {
        var random = new Random(g.GetHashCode() & 0xFFFF);
        var x = Draw(random, g.InputCount);
        var w = Draw(random, g.WeightCount);
        var gy = Draw(random, g.OutputCount);
        var bias = random.Next(2) == 0 ? [] : Draw(random, g.OutChannels);
        var relu = random.Next(2) == 0;
        var activation = relu ? Activation.ReLU : Activation.None;
        var expectedY = ConvolutionReference.Forward(g, x, w, bias);
        if (relu)
        {
            expectedY = [.. expectedY.Select(v => Math.Max(v, 0))];
        }

        var expectedX = ConvolutionReference.InputGradient(g, gy, w);
        var expectedW = ConvolutionReference.WeightGradient(g, x, gy);

        // What the results held before must not matter.
        var y = Fill<double>(g.OutputCount, double.NaN);
        var gx = Fill<double>(g.InputCount, double.NaN);
        var gw = Fill<double>(g.WeightCount, double.NaN);
        Convolution3D.Forward(g, x, w, bias, y, activation);
        Convolution3D.InputGradient(g, gy, w, gx);
        Convolution3D.WeightGradient(g, x, gy, gw);
        Compare(y, expectedY, 1e-14, $"double forward of {g}");
        Compare(gx, expectedX, 1e-14, $"double input gradient of {g}");
        Compare(gw, expectedW, 1e-14, $"double weight gradient of {g}");

        var yf = Fill<float>(g.OutputCount, float.NaN);
        var gxf = Fill<float>(g.InputCount, float.NaN);
        var gwf = Fill<float>(g.WeightCount, float.NaN);
        Convolution3D.Forward(g, Single(x), Single(w), Single(bias), yf, activation);
        Convolution3D.InputGradient(g, Single(gy), Single(w), gxf);
        Convolution3D.WeightGradient(g, Single(x), Single(gy), gwf);
        Compare([.. yf], expectedY, 1e-6, $"float forward of {g}");
        Compare([.. gxf], expectedX, 1e-6, $"float input gradient of {g}");
        Compare([.. gwf], expectedW, 1e-6, $"float weight gradient of {g}");
    }

    public static Conv2DGeometry Random(Random random)
    {
        while (true)
        {
            var groups = random.Next(4) switch { 0 => 2, 1 => 3, _ => 1 };
            var depthwise = random.Next(5) == 0;
            var channels = depthwise ? random.Next(2, 40) : groups * random.Next(1, 20);
            var g = new Conv2DGeometry(
                random.Next(1, 4),
                random.Next(1, 18),
                random.Next(1, 34),
                channels,
                depthwise ? channels : groups * random.Next(1, 40),
                random.Next(1, 5),
                random.Next(1, 5),
                random.Next(1, 4),
                random.Next(1, 4),
                random.Next(4),
                random.Next(4),
                random.Next(4),
                random.Next(4),
                random.Next(1, 4),
                random.Next(1, 4),
                depthwise ? channels : groups);
            if (g.OutHeight > 0 && g.OutWidth > 0)
            {
                return g;
            }
        }
    }

    public static Conv3DGeometry RandomVolume(Random random)
    {
        while (true)
        {
            var image = Random(random);
            var g = image.Volume with
            {
                Depth = random.Next(1, 6),
                KernelDepth = random.Next(1, 4),
                StrideDepth = random.Next(1, 4),
                PadFront = random.Next(3),
                PadBack = random.Next(3),
                DilationDepth = random.Next(1, 3),
                Height = Math.Min(image.Height, 9),
                Width = Math.Min(image.Width, 12),
            };
            if (g.OutDepth > 0 && g.OutHeight > 0 && g.OutWidth > 0)
            {
                return g;
            }
        }
    }

    public static double[] Draw(Random random, long count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            // Exact in float, so that both precisions start from the same numbers.
            values[i] = random.Next(-1000, 1001) / 1024.0;
        }

        return values;
    }

    public static float[] Single(double[] values) => [.. values.Select(v => (float)v)];

    private static void Compare(double[] actual, double[] expected, double unit, string what)
    {
        actual.Length.ShouldBe(expected.Length);
        var scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= unit * 8 * scale))
            {
                actual[i].ShouldBe(expected[i], unit * 8 * scale, $"{what} at {i}");
            }
        }
    }

    private static void Compare(IEnumerable<float> actual, double[] expected, double unit, string what) =>
        Compare([.. actual.Select(v => (double)v)], expected, unit, what);

    private static T[] Fill<T>(long count, T value)
    {
        var values = new T[count];
        Array.Fill(values, value);
        return values;
    }
}
