using System.Diagnostics;
using System.Globalization;

namespace Kiln.Numerics.Tests;

/// <summary>How many threads a process takes by itself: child processes under an affinity and under a quota.</summary>
[Collection(nameof(ThreadCountCollection))]
public sealed class DefaultThreadCountTests
{
    private const string DefaultThreads = "KILN_TEST_DEFAULT_THREADS";

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0,1", 2)]
    public async Task The_default_thread_count_follows_the_processors_the_process_may_use(string processors, int expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount >= expected, "Needs Linux and so many processors.");
        Assert.SkipUnless(File.Exists("/usr/bin/taskset"), "Needs taskset of util-linux.");
        var output = await RunChildAsync(expected, "/usr/bin/taskset", "-c", processors);
        Assert.SkipWhen(output.Contains("failed to set", StringComparison.Ordinal), $"These processors are not ours: {output}");
        output.ShouldContain("Failed: 0");
        output.ShouldContain("Total: 1");
    }

    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(130_000, 2)]
    public async Task The_default_thread_count_follows_the_quota_of_the_control_group(int microsecondsOf100000, int expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount >= expected, "Needs Linux and so many processors.");
        var (group, why) = ControlGroup.TryMake(microsecondsOf100000);
        Assert.SkipWhen(group is null, $"No control group with a quota can be made here: {why}");
        string output;
        using (group)
        {
            output = await RunChildAsync(expected, "/bin/sh", "-c", $"echo $$ > '{group!.Path}/cgroup.procs' && exec \"$@\"", "sh");
        }

        Assert.SkipWhen(output.Contains("cgroup.procs", StringComparison.Ordinal), $"No process may join a control group here: {output}");
        output.ShouldContain("Failed: 0");
        output.ShouldContain("Total: 1");
    }

    /// <summary>Runs <see cref="The_default_is_what_the_parent_expects"/> in a child process, behind a command if there is one, and returns what it says.</summary>
    private static async Task<string> RunChildAsync(int expected, string? command, params string[] arguments)
    {
        var start = command is null ? new ProcessStartInfo(Environment.ProcessPath!) : new ProcessStartInfo(command, [.. arguments, Environment.ProcessPath!]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.Environment[DefaultThreads] = expected.ToString(CultureInfo.InvariantCulture);
        foreach (var argument in new[] { "-method", $"{typeof(DefaultThreadCountTests).FullName}.{nameof(The_default_is_what_the_parent_expects)}", "-noColor" })
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    [Fact]
    public async Task The_default_is_what_the_parent_expects()
    {
        if (Environment.GetEnvironmentVariable(DefaultThreads) is { Length: > 0 } expected)
        {
            WorkerTeam.ThreadCount.ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
            return;
        }

        // Tests of kernels set the number of threads of this process while they run, so the default is asked of a process that runs nothing else.
        var output = await RunChildAsync(Math.Min(Environment.ProcessorCount, WorkerTeam.MaxThreads), command: null);
        output.ShouldContain("Failed: 0");
        output.ShouldContain("Total: 1");
    }
}
