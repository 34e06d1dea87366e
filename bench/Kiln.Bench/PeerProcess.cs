using System.Diagnostics;
using System.Globalization;

namespace Kiln.Bench;

/// <summary>
/// A peer in a process of its own. It prints its name and version when it is ready; then for each line it reads it takes one sample with its own clock
/// and prints the seconds of one run.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, string name) => (_process, Name) = (process, name);

    public string Name { get; }

    /// <summary>Starts the first peer that is installed; null, with the reasons, when none is.</summary>
    public static PeerProcess? Start(string peers, string[] task, int threads, out string why)
    {
        var reasons = new List<string>();
        foreach (var (command, arguments) in Commands(peers, task))
        {
            var start = new ProcessStartInfo(command, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
            start.Environment["OMP_WAIT_POLICY"] = "passive";
            start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";
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
            if (first is not null && first.StartsWith("ready ", StringComparison.Ordinal))
            {
                why = string.Empty;
                return new PeerProcess(process, first["ready ".Length..]);
            }

            reasons.Add(first ?? $"{command} {arguments[0]} did not start");
            process.Dispose();
        }

        why = string.Join("; ", reasons);
        return null;
    }

    public double Sample()
    {
        _process.StandardInput.WriteLine("sample");
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended early.");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
    }

    private static IEnumerable<(string Command, string[] Arguments)> Commands(string peers, string[] task)
    {
        yield return ("python3", [Path.Combine(peers, "torch_peer.py"), .. task]);
        if (task[0] == "matmul")
        {
            yield return (Environment.ProcessPath!, [typeof(PeerProcess).Assembly.Location, "--onednn", .. task]);
        }
    }
}
