namespace Kiln.Numerics.Tests;

/// <summary>The definition of the convolution and its gradients as plain loops in double precision.</summary>
internal static class ConvolutionReference
{
    public static double[] Forward(Conv3DGeometry g, double[] x, double[] w, double[] bias)
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

    public static double[] InputGradient(Conv3DGeometry g, double[] gy, double[] w)
    {
        var gx = new double[g.InputCount];
        Visit(g, (xi, wi, yi) => gx[xi] += gy[yi] * w[wi]);
        return gx;
    }

    public static double[] WeightGradient(Conv3DGeometry g, double[] x, double[] gy)
    {
        var gw = new double[g.WeightCount];
        Visit(g, (xi, wi, yi) => gw[wi] += x[xi] * gy[yi]);
        return gw;
    }

    // Every product of the convolution: the indices of x, w and y that meet.
    private static void Visit(Conv3DGeometry g, Action<int, int, int> product)
    {
        for (var n = 0; n < g.Batch; n++)
        {
            for (var k = 0; k < g.OutDepth; k++)
            {
                for (var i = 0; i < g.OutHeight; i++)
                {
                    for (var j = 0; j < g.OutWidth; j++)
                    {
                        Visit(g, n, k, i, j, product);
                    }
                }
            }
        }
    }

    private static void Visit(Conv3DGeometry g, int n, int k, int i, int j, Action<int, int, int> product)
    {
        var groupIn = g.InChannels / g.Groups;
        var groupOut = g.OutChannels / g.Groups;
        var y = (((((n * g.OutDepth) + k) * g.OutHeight) + i) * g.OutWidth) + j;
        for (var t = 0; t < g.KernelDepth; t++)
        {
            for (var u = 0; u < g.KernelHeight; u++)
            {
                for (var v = 0; v < g.KernelWidth; v++)
                {
                    var plane = (k * g.StrideDepth) - g.PadFront + (t * g.DilationDepth);
                    var row = (i * g.StrideHeight) - g.PadTop + (u * g.DilationHeight);
                    var column = (j * g.StrideWidth) - g.PadLeft + (v * g.DilationWidth);
                    if (plane < 0 || plane >= g.Depth || row < 0 || row >= g.Height || column < 0 || column >= g.Width)
                    {
                        continue;
                    }

                    var x = (((((n * g.Depth) + plane) * g.Height) + row) * g.Width) + column;
                    var w = (((t * g.KernelHeight) + u) * g.KernelWidth) + v;
                    for (var o = 0; o < g.OutChannels; o++)
                    {
                        for (var c = 0; c < groupIn; c++)
                        {
                            var channel = (o / groupOut * groupIn) + c;
                            product((x * g.InChannels) + channel, (((w * groupIn) + c) * g.OutChannels) + o, (y * g.OutChannels) + o);
                        }
                    }
                }
            }
        }
    }
}
