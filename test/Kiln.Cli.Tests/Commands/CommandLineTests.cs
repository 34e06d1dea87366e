using System.Text.Json;

namespace Kiln.Cli.Tests;

public class CommandLineTests
{
    [Fact]
    public void Help_of_the_program() => Snapshot.Matches("help", Run(["--help"]).ShouldExitWith(0).Output);

    [Fact]
    public void The_program_alone_answers_with_its_help() => Run([]).ShouldExitWith(0).Output.ShouldBe(Run(["--help"]).Output);

    [Theory, InlineData("inf"), InlineData("info", "--threads", "0"), InlineData("info", "--threads", "two"), InlineData("info", "--threads"),
        InlineData("info", "extra"), InlineData("info", "--nonsense")]
    public void Wrong_use_exits_with_2_and_names_the_help(params string[] arguments)
    {
        var run = Run(arguments).ShouldExitWith(2);
        run.Error.ShouldContain("--help");
    }

    [Fact]
    public void A_number_out_of_range_is_told_the_range() =>
        Run(["info", "--threads", "0"]).Error.ShouldContain("--threads: expected a whole number from 1 to 256, given '0'.");

    [Fact]
    public void Info_shows_machine_instruction_set_threads_and_versions()
    {
        var text = Run(["info"]).ShouldExitWith(0).Output;
        foreach (var part in new[] { "kiln ", ".NET 10", "processor", "instruction set", "threads", "memory" })
        {
            text.ShouldContain(part);
        }
    }

    [Fact]
    public void Info_as_json_is_one_object_on_one_line()
    {
        var run = Run(["info", "--json"]).ShouldExitWith(0);
        var info = JsonDocument.Parse(run.OutputLines.ShouldHaveSingleItem()).RootElement;
        info.GetProperty("type").GetString().ShouldBe("info");
        info.GetProperty("processors").GetInt32().ShouldBe(Environment.ProcessorCount);
        info.GetProperty("instruction_set").GetString().ShouldBe(Kiln.Numerics.InstructionSets.Current.ToString());
    }

    [Theory, InlineData(1, "evaluate", "nowhere", "--json"), InlineData(2, "info", "--threads", "0", "--json"), InlineData(2, "inf", "--json")]
    public void As_json_a_failure_is_an_object_too(int code, params string[] arguments)
    {
        var run = Run(arguments).ShouldExitWith(code);
        var message = run.Json("error").GetProperty("message").GetString().ShouldNotBeNull();
        run.Error.ShouldStartWith($"kiln: {message}");
        run.Error.ShouldNotContain("\n\n");
    }

    [Fact]
    public async Task The_real_program_runs_from_any_folder()
    {
        using var folder = new TemporaryFolder();
        var run = await KilnProcess.RunAsync(folder.Path, "info", "--json", "--threads", "1");
        run.ShouldExitWith(0).Error.ShouldBeEmpty();
        JsonDocument.Parse(run.OutputLines.ShouldHaveSingleItem()).RootElement.GetProperty("threads").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData(1, "standard output takes no more", "info")]
    [InlineData(1, "standard output takes no more", "info", "--json")]
    [InlineData(2, "there is no option --nothing", "info", "--json", "--nothing")]
    public void A_full_standard_output_is_said_to_be_so(int code, string message, params string[] arguments)
    {
        using var output = new FullWriter();
        using var error = new StringWriter();
        KilnCommand.Run(arguments, output, error).ShouldBe(code);
        error.ToString().ShouldContain(message);
        error.ToString().ShouldNotContain("--out");
    }

    // Writes as to /dev/full, where the system's message names no file.
    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device", 28);

        public override void Write(string? value) => throw new IOException("No space left on device", 28);

        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device", 28);

        public override void WriteLine(string? value) => throw new IOException("No space left on device", 28);
    }

    private static Finished Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var before = Kiln.Numerics.WorkerTeam.ThreadCount;
        var code = KilnCommand.Run(arguments, output, error);
        Kiln.Numerics.WorkerTeam.ThreadCount = before;
        return new Finished(code, output.ToString(), error.ToString());
    }
}
