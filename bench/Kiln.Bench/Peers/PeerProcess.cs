using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Bench;

/// <summary>A peer in a process of its own, with a clock of its own. What is said is written down in peers/peer.py.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _name;

    private PeerProcess(Process process, string kind, string name) => (_process, Kind, _name) = (process, kind, name);

    public string Kind { get; }

    /// <summary>Starts a peer; null, with the reasons, when it is not installed.</summary>
    public static PeerProcess? Start(string folder, string kind, int threads, out string why)
    {
        var reasons = new List<string>();
        foreach (var (command, arguments) in Commands(folder, kind))
        {
            var start = new ProcessStartInfo(command, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Settings(start.Environment, threads);
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                reasons.Add($"{command}: {e.Message}");
                continue;
            }

            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var first = process.StandardOutput.ReadLine();
            if (first is not null && first.StartsWith("hello", StringComparison.Ordinal))
            {
                why = string.Empty;
                return new PeerProcess(process, kind, first["hello".Length..].Trim());
            }

            reasons.Add(first is null ? $"{command} did not start {kind}" : first["missing ".Length..]);
            process.Dispose();
        }

        why = string.Join("; ", reasons.Distinct());
        return null;
    }

    /// <summary>Has the operands made and the work warmed up; gives the peer's full name and the seconds of one run, null with the reason when it cannot.</summary>
    public (string Name, double Seconds)? Prepare(Peer peer, out string why)
    {
        var seconds = Sampler.SampleSeconds.ToString(CultureInfo.InvariantCulture);
        var line = Ask($"prepare {seconds} {peer.Module} {peer.Task} {string.Join(' ', peer.Arguments)}");
        if (!line.StartsWith("ready ", StringComparison.Ordinal))
        {
            why = $"{_name} {peer.Module}.{peer.Task}: {line}".Trim();
            return null;
        }

        why = string.Empty;
        var parts = line.Split(' ', 3);
        return ($"{_name} {parts.ElementAtOrDefault(2)}".Trim(), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public double Sample() => double.Parse(Ask("sample"), CultureInfo.InvariantCulture);

    /// <summary>Up to 64 numbers of what the last run computed, evenly spaced; none when the task does not say.</summary>
    public double[] Result() =>
        [.. Ask("result").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    public void Drop() => Ask("drop");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{_name} ended early, at: {line}");
    }

    /// <summary>The settings under which the peers do their best: as many threads as Kiln, the full width of the vectors, bounded spinning.</summary>
    private static void Settings(IDictionary<string, string?> environment, int threads)
    {
        var count = threads.ToString(CultureInfo.InvariantCulture);
        environment["OMP_NUM_THREADS"] = count;
        environment["OPENBLAS_NUM_THREADS"] = count;
        environment["OPENBLAS_THREAD_TIMEOUT"] = "22"; // 2²² cycles, some milliseconds, instead of 2²⁶.
        environment["PYTHONUNBUFFERED"] = "1";
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (Avx512F.IsSupported)
        {
            environment["ATEN_CPU_CAPABILITY"] = "avx512";
            environment["OPENBLAS_CORETYPE"] = "SkylakeX"; // Otherwise Debian's version takes half-width code on processors it does not know.
        }
    }

    private static string Host => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    // The system's Python comes first: a `python3` earlier in the path often lacks Debian's packages.
    private static IEnumerable<(string Command, string[] Arguments)> Commands(string folder, string kind) => kind == "native"
        ? [(Host, [typeof(PeerProcess).Assembly.Location, "--native-peer"])]
        : [("/usr/bin/python3", [Path.Combine(folder, "peer.py"), kind]), ("python3", [Path.Combine(folder, "peer.py"), kind])];
}
