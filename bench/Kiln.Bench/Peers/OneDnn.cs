using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>oneDNN's matrix product, from Debian's libdnnl.</summary>
internal static unsafe partial class OneDnn
{
    public static string Name()
    {
        var version = (int*)Version();
        return $"oneDNN {version[0]}.{version[1]}.{version[2]}";
    }

    public static Trial Prepare(string task, string[] arguments)
    {
        if (task != "sgemm")
        {
            throw new NotSupportedException($"no task {task}");
        }

        var g = GemmShape.Read(arguments);
        var a = Operands.Draw((long)g.M * g.K, 1);
        var b = Operands.Draw((long)g.K * g.N, 2);
        var c = LargeArray.Uninitialized<float>(g.M * g.N);
        return new Trial(
            () =>
            {
                fixed (float* pa = a, pb = b, pc = c)
                {
                    _ = Sgemm((byte)(g.TransposeA ? 'T' : 'N'), (byte)(g.TransposeB ? 'T' : 'N'), g.M, g.N, g.K, 1, pa, g.Lda, pb, g.Ldb, 0, pc, g.N);
                }
            },
            () => c);
    }

    [LibraryImport("dnnl", EntryPoint = "dnnl_sgemm")]
    private static partial int Sgemm(
        byte transposeA, byte transposeB, long m, long n, long k, float alpha, float* a, long lda, float* b, long ldb, float beta, float* c, long ldc);

    [LibraryImport("dnnl", EntryPoint = "dnnl_version")]
    private static partial nint Version();
}
