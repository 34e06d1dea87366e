using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kiln.Cli.Tests;

/// <summary>What a finished run of the program left.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails with both streams unless the exit code is that one.</summary>
    public Finished ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, $"standard output:\n{Output}\nstandard error:\n{Error}");
        return this;
    }
}

/// <summary>Runs the real program, as a user's shell would.</summary>
internal sealed partial class KilnProcess : IDisposable
{
    private const int Interrupt = 2;
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Kiln.Cli.dll");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private KilnProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program as it prints itself in commands to paste; a shell can run it.</summary>
    public static string Command { get; } = $"dotnet '{s_program}'";

    /// <summary>Pastes a line into a shell in that folder.</summary>
    public static async Task<Finished> PasteAsync(string folder, string line)
    {
        using var running = Start(folder, new ProcessStartInfo("bash", ["-c", line]));
        return await running.FinishAsync();
    }

    /// <summary>Runs the program to its end in that folder.</summary>
    public static async Task<Finished> RunAsync(string folder, params string[] arguments)
    {
        using var running = Start(folder, arguments);
        return await running.FinishAsync();
    }

    /// <summary>Starts the program in that folder.</summary>
    public static KilnProcess Start(string folder, params string[] arguments)
    {
        return Start(folder, new ProcessStartInfo("dotnet", [s_program, .. arguments]));
    }

    /// <summary>Starts a line in a shell in that folder; begin it with <c>exec</c> to have the program take the shell's place.</summary>
    public static KilnProcess StartLine(string folder, string line) => Start(folder, new ProcessStartInfo("bash", ["-c", line]));

    private static KilnProcess Start(string folder, ProcessStartInfo start)
    {
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment["KILN_COMMAND"] = Command;
        start.Environment["NO_COLOR"] = "1";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new KilnProcess(process);
    }

    /// <summary>Waits until the condition holds or the program has ended; fails after some patience.</summary>
    public async Task WaitUntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition() && !_process.HasExited)
        {
            (watch.Elapsed < s_patience).ShouldBeTrue("the program did not get there in time");
            await Task.Delay(10);
        }
    }

    /// <summary>Presses Ctrl-C.</summary>
    public void PressControlC() => Kill(_process.Id, Interrupt).ShouldBe(0);

    /// <summary>Ends the program at once, without a word to it.</summary>
    public void KillAtOnce() => _process.Kill();

    /// <summary>Waits for the end.</summary>
    public async Task<Finished> FinishAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        return new Finished(_process.ExitCode, await _output, await _error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
