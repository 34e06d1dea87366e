using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kiln.Bench;

/// <summary>The side of a peer process that calls C libraries directly; it says what peers/peer.py says.</summary>
internal static class NativePeer
{
    public static int Serve()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativePeer).Assembly, Resolve);
        Console.WriteLine("hello");
        var (trial, once) = ((Trial?)null, 0.0);
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "prepare":
                    try
                    {
                        (trial, var name) = Make(words[2], words[3], words[4..]);
                        once = Sampler.Calibrate(trial.Run);
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ready {once:R} {name}"));
                    }
                    catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or NotSupportedException)
                    {
                        Console.WriteLine($"failed {e.Message.ReplaceLineEndings(" ")}");
                    }

                    break;
                case "sample":
                    Console.WriteLine(Sampler.Sample(trial!.Run, once).ToString("R", CultureInfo.InvariantCulture));
                    break;
                case "result":
                    Console.WriteLine(string.Join(' ', ResultCheck.Pick(trial!.Result!()).Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
                    break;
                default:
                    trial = null;
                    Console.WriteLine("dropped");
                    break;
            }
        }

        return 0;
    }

    private static (Trial Trial, string Name) Make(string library, string task, string[] arguments) => library switch
    {
        "onednn" => (OneDnn.Prepare(task, arguments), OneDnn.Name()),
        "openblas" => (OpenBlas.Prepare(task, arguments), OpenBlas.Name()),
        _ => throw new NotSupportedException($"no library {library}"),
    };

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string[] candidates = name == "dnnl" ? ["libdnnl.so.3", "libdnnl.so.2", "libdnnl.so"] : ["libopenblas.so.0", "libopenblas.so"];
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(name == "dnnl" ? "oneDNN (libdnnl) is not installed" : "OpenBLAS (libopenblas0-pthread) is not installed");
    }
}
