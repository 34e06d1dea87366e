using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>Functions of the rows of a matrix.</summary>
internal static class RowBenchmarks
{
    private const int Rows = 32768;
    private const int Width = 1024;
    private const double Bytes = 4.0 * Rows * Width;

    /// <summary>The kernels of the family.</summary>
    public static IEnumerable<KernelBenchmark> All()
    {
        yield return new("softmax", Shape, 0, Bytes, Bytes, () =>
        {
            var (x, y) = (Operands.Single((long)Rows * Width), new float[Rows * Width]);
            return () => SoftmaxRows.Forward(Rows, Width, x, y);
        });
        yield return new("layer-norm", Shape, 0, Bytes, Bytes, () =>
        {
            var (x, y, gamma) = (Operands.Single((long)Rows * Width), new float[Rows * Width], Operands.Single(Width));
            return () => LayerNormRows.Forward(Rows, Width, x, gamma, gamma, 1e-5, y, default, default);
        });
        yield return new("layer-norm-gradient", Shape, 0, 2 * Bytes, Bytes, () =>
        {
            var (x, g, dx) = (Operands.Single((long)Rows * Width), Operands.Single((long)Rows * Width), new float[Rows * Width]);
            var (gamma, means, scales, dGamma, dBeta) = (Operands.Single(Width), new float[Rows], new float[Rows], new float[Width], new float[Width]);
            LayerNormRows.Forward(Rows, Width, x, gamma, gamma, 1e-5, dx, means, scales);
            return () => LayerNormRows.Backward(Rows, Width, x, gamma, means, scales, g, dx, dGamma, dBeta);
        });
        yield return new("rms-norm", Shape, 0, Bytes, Bytes, () =>
        {
            var (x, y, gamma) = (Operands.Single((long)Rows * Width), new float[Rows * Width], Operands.Single(Width));
            return () => RmsNormRows.Forward(Rows, Width, x, gamma, 1e-5, y, default);
        });

        // Each item's mean and variance need a pass of their own, which the item's 1 MB passes in the cache.
        const int Items = 128, Places = 1024, Channels = 256, Groups = 32;
        yield return new("group-norm", $"{Items} × {Places} × {Channels}", 0, Bytes, Bytes, () =>
        {
            var (x, y, gamma) = (Operands.Single((long)Rows * Width), new float[Rows * Width], Operands.Single(Channels));
            var (means, scales) = (new float[Items * Groups], new float[Items * Groups]);
            return () => GroupNormRows.Forward(Items, Places, Channels, Groups, x, gamma, gamma, 1e-5, y, means, scales);
        });
    }

    private static string Shape => $"{Rows} × {Width}";
}
