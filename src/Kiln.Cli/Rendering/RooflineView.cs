using Spectre.Console;

namespace Kiln.Cli;

/// <summary>The roofline report: the machine, its limits, and every kernel under the limit that bounds it.</summary>
internal static class RooflineView
{
    private const int BarColumns = 10;

    // From these widths on there is room for more.
    private const int RoomForOperands = 118;
    private const int RoomForBar = 92;

    private static readonly string[] s_none = [];

    /// <summary>One line about the machine.</summary>
    public static void Head(Screen screen, Machine machine)
    {
        var vectors = machine.VectorBits == 0 ? "no vector instructions" : $"{machine.InstructionSet}, {machine.VectorBits} bits";
        screen.Line($"{machine.Processor}, {vectors}, {machine.Runtime}");
        screen.Json?.Write("machine", json =>
        {
            json.WriteString("processor", machine.Processor);
            json.WriteString("instruction_set", machine.InstructionSet.ToString());
            json.WriteString("runtime", machine.Runtime);
            json.WriteString("kiln", machine.KilnVersion);
            json.WriteNumber("threads", machine.Threads);
        });
    }

    /// <summary>The limits, a column per number of threads.</summary>
    public static void Peaks(Screen screen, IReadOnlyList<MachineRoofs> roofs)
    {
        var table = Table("limit", [.. roofs.Select(r => r.Threads == 1 ? "1 thread" : $"{r.Threads} threads"), ""], leftAligned: roofs.Count + 1);
        void Row(string name, Func<MachineRoofs, double> value, string unit) =>
            table.AddRow([new Text(name), .. roofs.Select(r => new Text(Numbers.Figure(value(r) * 1e-9))), new Text(unit)]);
        Row("multiply-adds, float32", r => r.Single, "GFLOP/s");
        Row("multiply-adds, float64", r => r.Double, "GFLOP/s");
        for (var level = 0; level < roofs[0].Caches.Count; level++)
        {
            var cache = roofs[0].Caches[level];
            var at = level;
            var size = level + 1 < roofs[0].Caches.Count ? $" ({Numbers.Bytes(cache.Bytes)} per thread)" : "";
            Row($"read {cache.Name}{size}", r => r.Caches[at].Read, "GB/s");
        }

        Row("copy memory", r => r.Copy, "GB/s");
        Row("triad over memory", r => r.Triad, "GB/s");
        screen.Line();
        screen.Text.Write(table);
        foreach (var r in roofs)
        {
            screen.Json?.Write("peaks", json =>
            {
                json.WriteNumber("threads", r.Threads);
                json.WriteFinite("multiply_add_float32", Math.Round(r.Single));
                json.WriteFinite("multiply_add_float64", Math.Round(r.Double));
                foreach (var cache in r.Caches)
                {
                    json.WriteFinite($"read_{cache.Name.ToLowerInvariant()}", Math.Round(cache.Read));
                }

                json.WriteFinite("copy_memory", Math.Round(r.Copy));
                json.WriteFinite("triad_memory", Math.Round(r.Triad));
            });
        }
    }

    /// <summary>A row per kernel.</summary>
    public static void Kernels(Screen screen, IReadOnlyList<RooflinePoint> points, int threads)
    {
        if (points.Count == 0)
        {
            return;
        }

        var width = screen.Text.Profile.Width;
        var (withOperands, withBar) = (width >= RoomForOperands, width >= RoomForBar);
        var table = Table(
            threads == 1 ? "kernel, 1 thread" : $"kernel, {threads} threads",
            [.. withOperands ? ["operands"] : s_none, "time", "reached", "bound by", .. withBar ? ["limit", "share", ""] : (string[])["share"]],
            withOperands ? [1, 4, 7] : [3, 6]);
        foreach (var point in points)
        {
            var unit = point.IsTraffic ? "GB/s   " : "GFLOP/s";
            List<Markup> row = [new(Markup.Escape(point.Benchmark.Name))];
            if (withOperands)
            {
                row.Add(new($"[grey]{Markup.Escape(point.Benchmark.Shape)}[/]"));
            }

            row.AddRange([new(Numbers.ShortTime(point.Seconds)), new($"[bold]{Numbers.Figure(point.Rate * 1e-9)}[/] {unit}"), new(point.Bound)]);
            if (withBar)
            {
                row.Add(new(Numbers.Figure(point.Roof * 1e-9)));
            }

            row.Add(new(Numbers.Percent(point.Share, 0)));
            if (withBar)
            {
                row.Add(new(Bar(point.Share)));
            }

            table.AddRow(row);
        }

        screen.Line();
        screen.Text.Write(table);
    }

    /// <summary>The same for programs.</summary>
    public static void Write(JsonLines? lines, RooflinePoint point, int threads) => lines?.Write("kernel", json =>
    {
        json.WriteString("name", point.Benchmark.Name);
        json.WriteString("operands", point.Benchmark.Shape);
        json.WriteNumber("threads", threads);
        json.WriteFinite("seconds", point.Seconds);
        json.WriteFinite("operations", point.Benchmark.Operations);
        json.WriteFinite("bytes", point.Benchmark.BytesRead + point.Benchmark.BytesWritten);
        json.WriteFinite("intensity", Math.Round(point.Benchmark.Intensity, 3));
        json.WriteString("bound", point.Bound);
        json.WriteString("unit", point.IsTraffic ? "bytes per second" : "operations per second");
        json.WriteFinite("rate", Math.Round(point.Rate));
        json.WriteFinite("limit", Math.Round(point.Roof));
        json.WriteFinite("share", Math.Round(point.Share, 4));
    });

    // Whole and half columns, so ten columns show steps of 5 %; what is above the limit fills the bar.
    private static string Bar(double share)
    {
        var halves = (int)Math.Round(Math.Clamp(share, 0, 1) * BarColumns * 2);
        var full = new string('━', halves / 2) + (halves % 2 == 1 ? "╸" : "");
        return $"[green]{full}[/][grey]{new string('─', BarColumns - full.Length)}[/]";
    }

    private static Table Table(string first, string[] others, params int[] leftAligned)
    {
        var table = new Table().NoBorder();
        table.AddColumn(new TableColumn($"[grey]{first}[/]").NoWrap().PadLeft(0).PadRight(2));
        for (var i = 0; i < others.Length; i++)
        {
            var column = new TableColumn($"[grey]{others[i]}[/]").NoWrap().PadLeft(0).PadRight(i + 1 == others.Length ? 0 : 2);
            table.AddColumn(leftAligned.Contains(i + 1) ? column : column.RightAligned());
        }

        return table;
    }
}
