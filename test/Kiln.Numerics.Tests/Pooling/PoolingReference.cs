namespace Kiln.Numerics.Tests;

/// <summary>Both poolings and their gradients as plain loops.</summary>
internal static class PoolingReference
{
    public static (double[] Y, int[] Indices) Max(Pool3DGeometry g, double[] x)
    {
        var y = new double[g.OutputCount];
        var indices = new int[g.OutputCount];
        Array.Fill(indices, -1);
        Visit(g, (xi, yi, pixel, _) =>
        {
            if (indices[yi] < 0 || x[xi] > y[yi] || double.IsNaN(x[xi]))
            {
                y[yi] = x[xi];
                indices[yi] = pixel;
            }
        });
        return (y, indices);
    }

    public static double[] MaxGradient(Pool3DGeometry g, double[] gy, int[] indices)
    {
        var gx = new double[g.InputCount];
        Visit(g, (xi, yi, pixel, _) => gx[xi] += indices[yi] == pixel ? gy[yi] : 0);
        return gx;
    }

    public static double[] Average(Pool3DGeometry g, bool countIncludesPadding, double[] x)
    {
        var y = new double[g.OutputCount];
        Visit(g, (xi, yi, _, inside) => y[yi] += x[xi] / Divisor(g, countIncludesPadding, inside));
        return y;
    }

    public static double[] AverageGradient(Pool3DGeometry g, bool countIncludesPadding, double[] gy)
    {
        var gx = new double[g.InputCount];
        Visit(g, (xi, yi, _, inside) => gx[xi] += gy[yi] / Divisor(g, countIncludesPadding, inside));
        return gx;
    }

    private static int Divisor(Pool3DGeometry g, bool countIncludesPadding, int inside) =>
        countIncludesPadding ? g.KernelDepth * g.KernelHeight * g.KernelWidth : inside;

    private static void Visit(Pool3DGeometry g, Action<int, int, int, int> visit)
    {
        var lines = g.OutDepth * g.OutHeight * g.OutWidth;
        for (var at = 0; at < g.Batch * lines; at++)
        {
            var n = at / lines;
            var (k, i, j) = (at / g.OutWidth / g.OutHeight % g.OutDepth, at / g.OutWidth % g.OutHeight, at % g.OutWidth);
            var pixels = new List<int>();
            for (var tap = 0; tap < g.KernelDepth * g.KernelHeight * g.KernelWidth; tap++)
            {
                var plane = (k * g.StrideDepth) - g.PadFront + (tap / g.KernelWidth / g.KernelHeight);
                var row = (i * g.StrideHeight) - g.PadTop + (tap / g.KernelWidth % g.KernelHeight);
                var column = (j * g.StrideWidth) - g.PadLeft + (tap % g.KernelWidth);
                if (plane >= 0 && plane < g.Depth && row >= 0 && row < g.Height && column >= 0 && column < g.Width)
                {
                    pixels.Add((((plane * g.Height) + row) * g.Width) + column);
                }
            }

            foreach (var pixel in pixels)
            {
                for (var c = 0; c < g.Channels; c++)
                {
                    visit((((n * g.Depth * g.Height * g.Width) + pixel) * g.Channels) + c, (at * g.Channels) + c, pixel, pixels.Count);
                }
            }
        }
    }
}
