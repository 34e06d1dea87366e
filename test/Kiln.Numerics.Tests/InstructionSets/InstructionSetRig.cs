using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kiln.Numerics;

namespace Kiln.Testing;

/// <summary>
/// Runs tests of this very test program again in child processes whose runtime is told to do without some instructions, so that every vector width
/// of a kernel is tested on one machine. Each child asserts what it really got.
/// </summary>
/// <remarks>
/// Use: a theory over <see cref="Children"/> that is marked with <c>[Trait(InstructionSetRig.Trait, InstructionSetRig.Parent)]</c> and calls
/// <see cref="Run"/>, and a fact that calls <see cref="AssertExpected"/>. The file is compiled into each test project that wants it.
/// </remarks>
internal static class InstructionSetRig
{
    public const string Trait = "InstructionSetRig";
    public const string Parent = "Parent";
    public const string Rerun = "Rerun";

    private const string Variable = "KILN_TEST_INSTRUCTION_SET";

    /// <summary>What a child should get, and the runtime's switch that gives it.</summary>
    public static TheoryData<InstructionSet, string> Children => new()
    {
        { InstructionSet.Avx2, "DOTNET_EnableAVX512" },
        { InstructionSet.Vector128, "DOTNET_EnableAVX2" },
        { InstructionSet.Scalar, "DOTNET_EnableHWIntrinsic" },
    };

    /// <summary>True in a child process.</summary>
    public static bool IsChild => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>In a child, fails unless the process got the instruction set that its parent meant it to have.</summary>
    public static void AssertExpected()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } expected)
        {
            InstructionSets.Current.ToString().ShouldBe(expected);
        }
    }

    /// <summary>Reruns tests in a child process and fails with the child's output if one fails.</summary>
    /// <param name="expected">The instruction set that the child must find.</param>
    /// <param name="switchOff">The runtime's variable to set to 0.</param>
    /// <param name="filters">Arguments of the test program that choose tests; the parents of this rig are left out always.</param>
    public static void Run(InstructionSet expected, string switchOff, params string[] filters)
    {
        Assert.SkipWhen(IsChild, "A child does not start children.");
        Assert.SkipUnless(expected < InstructionSets.Current, $"This machine's own set is {InstructionSets.Current}: nothing to switch off for {expected}.");

        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [switchOff] = "0", [Variable] = expected.ToString() },
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        string[] arguments = [.. filters, "-trait-", $"{Trait}={Parent}", "-noColor", "-noLogo"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var output = new StringBuilder();
        using var child = Process.Start(start)!;
        child.OutputDataReceived += (_, e) => Append(output, e.Data);
        child.ErrorDataReceived += (_, e) => Append(output, e.Data);
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        if (!child.WaitForExit(TimeSpan.FromMinutes(9)))
        {
            child.Kill(entireProcessTree: true);
            Assert.Fail($"The child with {switchOff}=0 did not end within nine minutes:\n{output}");
        }

        child.WaitForExit();
        var text = output.ToString();
        child.ExitCode.ShouldBe(0, $"Tests failed with {switchOff}=0, on {expected}:\n{text}");
        Total(text).ShouldBeGreaterThan(1, $"The child with {switchOff}=0 ran no tests:\n{text}");
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static int Total(string text)
    {
        var at = text.LastIndexOf("Total: ", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(text[(at + 7)..text.IndexOf(',', at)], CultureInfo.InvariantCulture);
    }
}
