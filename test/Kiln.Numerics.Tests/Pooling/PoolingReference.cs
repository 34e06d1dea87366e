namespace Kiln.Numerics.Tests;

/// <summary>Both poolings and their gradients as plain loops.</summary>
internal static class PoolingReference
{
    public static (double[] Y, int[] Indices) Max(Pool2DGeometry g, double[] x)
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

    public static double[] MaxGradient(Pool2DGeometry g, double[] gy, int[] indices)
    {
        var gx = new double[g.InputCount];
        Visit(g, (xi, yi, pixel, _) => gx[xi] += indices[yi] == pixel ? gy[yi] : 0);
        return gx;
    }

    public static double[] Average(Pool2DGeometry g, bool countIncludesPadding, double[] x)
    {
        var y = new double[g.OutputCount];
        Visit(g, (xi, yi, _, inside) => y[yi] += x[xi] / Divisor(g, countIncludesPadding, inside));
        return y;
    }

    public static double[] AverageGradient(Pool2DGeometry g, bool countIncludesPadding, double[] gy)
    {
        var gx = new double[g.InputCount];
        Visit(g, (xi, yi, _, inside) => gx[xi] += gy[yi] / Divisor(g, countIncludesPadding, inside));
        return gx;
    }

    private static int Divisor(Pool2DGeometry g, bool countIncludesPadding, int inside) =>
        countIncludesPadding ? g.KernelHeight * g.KernelWidth : inside;

    private static void Visit(Pool2DGeometry g, Action<int, int, int, int> visit)
    {
        for (var n = 0; n < g.Batch; n++)
        {
            for (var i = 0; i < g.OutHeight; i++)
            {
                for (var j = 0; j < g.OutWidth; j++)
                {
                    var pixels = new List<(int Row, int Column)>();
                    for (var u = 0; u < g.KernelHeight; u++)
                    {
                        for (var v = 0; v < g.KernelWidth; v++)
                        {
                            var row = (i * g.StrideHeight) - g.PadTop + u;
                            var column = (j * g.StrideWidth) - g.PadLeft + v;
                            if (row >= 0 && row < g.Height && column >= 0 && column < g.Width)
                            {
                                pixels.Add((row, column));
                            }
                        }
                    }

                    foreach (var (row, column) in pixels)
                    {
                        for (var c = 0; c < g.Channels; c++)
                        {
                            var pixel = (row * g.Width) + column;
                            visit((((n * g.Height * g.Width) + pixel) * g.Channels) + c, (((((n * g.OutHeight) + i) * g.OutWidth) + j) * g.Channels) + c, pixel, pixels.Count);
                        }
                    }
                }
            }
        }
    }
}
