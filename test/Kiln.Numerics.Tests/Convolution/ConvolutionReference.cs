namespace Kiln.Numerics.Tests;

/// <summary>The definition of the convolution and its gradients as plain loops in double precision.</summary>
internal static class ConvolutionReference
{
    public static double[] Forward(Conv2DGeometry g, double[] x, double[] w, double[] bias)
    {
        var y = new double[g.OutputCount];
        if (bias.Length > 0)
        {
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = bias[i % g.OutChannels];
            }
        }

        Visit(g, (xi, wi, yi) => y[yi] += x[xi] * w[wi]);
        return y;
    }

    public static double[] InputGradient(Conv2DGeometry g, double[] gy, double[] w)
    {
        var gx = new double[g.InputCount];
        Visit(g, (xi, wi, yi) => gx[xi] += gy[yi] * w[wi]);
        return gx;
    }

    public static double[] WeightGradient(Conv2DGeometry g, double[] x, double[] gy)
    {
        var gw = new double[g.WeightCount];
        Visit(g, (xi, wi, yi) => gw[wi] += x[xi] * gy[yi]);
        return gw;
    }

    // Every product of the convolution: the indices of x, w and y that meet.
    private static void Visit(Conv2DGeometry g, Action<int, int, int> product)
    {
        var groupIn = g.InChannels / g.Groups;
        var groupOut = g.OutChannels / g.Groups;
        for (var n = 0; n < g.Batch; n++)
        {
            for (var i = 0; i < g.OutHeight; i++)
            {
                for (var j = 0; j < g.OutWidth; j++)
                {
                    for (var u = 0; u < g.KernelHeight; u++)
                    {
                        for (var v = 0; v < g.KernelWidth; v++)
                        {
                            var row = (i * g.StrideHeight) - g.PadTop + (u * g.DilationHeight);
                            var column = (j * g.StrideWidth) - g.PadLeft + (v * g.DilationWidth);
                            if (row < 0 || row >= g.Height || column < 0 || column >= g.Width)
                            {
                                continue;
                            }

                            for (var o = 0; o < g.OutChannels; o++)
                            {
                                for (var c = 0; c < groupIn; c++)
                                {
                                    var channel = (o / groupOut * groupIn) + c;
                                    product(
                                        (((((n * g.Height) + row) * g.Width) + column) * g.InChannels) + channel,
                                        (((((u * g.KernelWidth) + v) * groupIn) + c) * g.OutChannels) + o,
                                        (((((n * g.OutHeight) + i) * g.OutWidth) + j) * g.OutChannels) + o);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
