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
    }

    private static string Shape => $"{Rows} × {Width}";
}
