using System.CommandLine;

using Kiln.Numerics;
using Kiln.Tensors;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary><c>kiln info</c>: machine, instruction set, threads, versions, memory.</summary>
internal static class InfoCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var command = new Command("info", "Show machine, instruction set, threads and versions.");
        command.SetAction(result => Run(common.Open(result)));
        return command;
    }

    private static int Run(Screen screen)
    {
        var machine = Machine.Look();
        if (screen.Json is { } json)
        {
            json.Write("info", writer =>
            {
                writer.WriteString("kiln", machine.KilnVersion);
                writer.WriteString("runtime", machine.Runtime);
                writer.WriteString("system", machine.System);
                writer.WriteString("architecture", machine.Architecture);
                writer.WriteString("processor", machine.Processor);
                writer.WriteNumber("processors", machine.Processors);
                writer.WriteString("instruction_set", machine.InstructionSet.ToString());
                writer.WriteNumber("vector_bits", machine.VectorBits);
                writer.WriteNumber("threads", machine.Threads);
                writer.WriteNumber("memory_bytes", machine.MemoryBytes);
                writer.WriteString("large_pages", machine.LargePages);
                writer.WriteStartObject("tensor_pool");
                writer.WriteNumber("used_bytes", TensorMemory.UsedBytes);
                writer.WriteNumber("free_bytes", TensorMemory.FreeBytes);
                writer.WriteNumber("peak_bytes", TensorMemory.PeakBytes);
                writer.WriteNumber("returned_bytes", TensorMemory.ReturnedBytes);
                writer.WriteNumber("collections", TensorMemory.Collections);
                writer.WriteNumber("idle_seconds", TensorMemory.IdleTime.TotalSeconds);
                writer.WriteEndObject();
            });
            return ExitCodes.Good;
        }

        void Row(string name, string value) => screen.Text.MarkupLine($"[grey]{name,-18}[/]{Markup.Escape(value)}");
        Row("kiln", machine.KilnVersion);
        Row("runtime", machine.Runtime);
        Row("system", $"{machine.System}, {machine.Architecture}");
        Row("processor", machine.Processor);
        Row("processors", Numbers.Count(machine.Processors));
        Row("instruction set", machine.VectorBits == 0 ? "scalar (no vector instructions)" : $"{machine.InstructionSet} ({machine.VectorBits}-bit vectors)");
        Row("threads", machine.Threads == machine.Processors ? $"{machine.Threads} (one per processor; --threads N changes it)" : Numbers.Count(machine.Threads));
        Row("memory", Numbers.Bytes(machine.MemoryBytes));
        Row("large pages", machine.LargePages switch
        {
            "always" or "madvise" => $"{Numbers.Bytes(MemoryPages.LargePage)}, granted on request",
            "never" => "switched off (/sys/kernel/mm/transparent_hugepage/enabled)",
            _ => "not asked for on this system",
        });
        Row("tensor pool", $"{Numbers.Bytes(TensorMemory.UsedBytes)} used, {Numbers.Bytes(TensorMemory.FreeBytes)} free, {Numbers.Bytes(TensorMemory.PeakBytes)} at most; what nobody "
            + $"needs for {TensorMemory.IdleTime.TotalSeconds:F0} s goes back to the system");
        return ExitCodes.Good;
    }
}
