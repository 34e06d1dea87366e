using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>OpenBLAS's matrix products through the C interface, from Debian's libopenblas.</summary>
internal static unsafe partial class OpenBlas
{
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;

    public static string Name()
    {
        var config = Marshal.PtrToStringUTF8(Config())!.Split(' ');
        return $"OpenBLAS {config[1]} ({Marshal.PtrToStringUTF8(CoreName())})";
    }

    public static Trial Prepare(string task, string[] arguments)
    {
        var g = GemmShape.Read(arguments);
        return task switch
        {
            "sgemm" => Single(g),
            "dgemm" => Double(g),
            _ => throw new NotSupportedException($"no task {task}"),
        };
    }

    private static Trial Single(GemmShape g)
    {
        var a = Operands.Draw((long)g.M * g.K, 1);
        var b = Operands.Draw((long)g.K * g.N, 2);
        var c = LargeArray.Uninitialized<float>(g.M * g.N);
        return new Trial(
            () =>
            {
                fixed (float* pa = a, pb = b, pc = c)
                {
                    Sgemm(RowMajor, Order(g.TransposeA), Order(g.TransposeB), g.M, g.N, g.K, 1, pa, g.Lda, pb, g.Ldb, 0, pc, g.N);
                }
            },
            () => c);
    }

    private static Trial Double(GemmShape g)
    {
        var a = Operands.DrawDouble((long)g.M * g.K, 1);
        var b = Operands.DrawDouble((long)g.K * g.N, 2);
        var c = new double[g.M * g.N];
        return new Trial(
            () =>
            {
                fixed (double* pa = a, pb = b, pc = c)
                {
                    Dgemm(RowMajor, Order(g.TransposeA), Order(g.TransposeB), g.M, g.N, g.K, 1, pa, g.Lda, pb, g.Ldb, 0, pc, g.N);
                }
            },
            () => c);
    }

    private static int Order(bool transposed) => transposed ? Transposed : Plain;

    [LibraryImport("openblas", EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport("openblas", EntryPoint = "cblas_dgemm")]
    private static partial void Dgemm(
        int order, int transposeA, int transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);

    [LibraryImport("openblas", EntryPoint = "openblas_get_config")]
    private static partial nint Config();

    [LibraryImport("openblas", EntryPoint = "openblas_get_corename")]
    private static partial nint CoreName();
}
