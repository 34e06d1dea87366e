using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kiln.Bench;

/// <summary>The side of a peer process that calls oneDNN's matrix product, from Debian's libdnnl.</summary>
internal static unsafe partial class OneDnnPeer
{
    public static int Run(string[] task)
    {
        NativeLibrary.SetDllImportResolver(typeof(OneDnnPeer).Assembly, Resolve);
        var (m, n, k) = (Number(task[1]), Number(task[2]), Number(task[3]));
        var (ta, tb) = (task[4][0] == 't', task[4][1] == 't');
        var a = Operands.Draw(m * k);
        var b = Operands.Draw(k * n);
        var c = new float[m * n];
        void Multiply()
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                _ = Sgemm((byte)(ta ? 'T' : 'N'), (byte)(tb ? 'T' : 'N'), m, n, k, 1, pa, ta ? m : k, pb, tb ? k : n, 0, pc, n);
            }
        }

        try
        {
            Multiply();
        }
        catch (DllNotFoundException)
        {
            Console.WriteLine("oneDNN (libdnnl) is not installed");
            return 1;
        }

        var runs = Sampler.Calibrate(Multiply);
        var version = (int*)Version();
        Console.WriteLine($"ready oneDNN {version[0]}.{version[1]}.{version[2]}");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(Sampler.Sample(Multiply, runs).ToString("R", CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var candidate in new[] { "libdnnl.so.3", "libdnnl.so.2", "libdnnl.so" })
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }

    [LibraryImport("dnnl", EntryPoint = "dnnl_sgemm")]
    private static partial int Sgemm(
        byte transposeA, byte transposeB, long m, long n, long k, float alpha, float* a, long lda, float* b, long ldb, float beta, float* c, long ldc);

    [LibraryImport("dnnl", EntryPoint = "dnnl_version")]
    private static partial nint Version();
}
