using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kiln.Bench;

/// <summary>Tables from JSON lines: the machine, one row per bar, one row per comparison.</summary>
internal static class MarkdownReport
{
    public static string Write(IReadOnlyList<string> lines)
    {
        JsonElement[] all = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement[] results = [.. all.Where(e => e.TryGetProperty("name", out _))];
        var text = new StringBuilder();
        foreach (var machine in all.Where(e => e.TryGetProperty("machine", out _)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {Text(machine, "machine")}, {Text(machine, "instructions")}, {Text(machine, "runtime")}; threads: {machine.GetProperty("threads")}: multiply-adds {Number(machine, "fma_f32_gflops")} GFLOP/s (float64 {Number(machine, "fma_f64_gflops")}), memory {Number(machine, "read_gbs")} GB/s read, {Number(machine, "copy_gbs")} copy, {Number(machine, "triad_gbs")} triad");
        }

        var threads = results.Select(r => r.GetProperty("threads").GetInt32()).Distinct().Order().ToArray();
        Groups(text, results, threads);
        Details(text, results, threads);
        return text.ToString();
    }

    /// <summary>One row per bar: the median ratio and the lowest, and how many reach it.</summary>
    private static void Groups(StringBuilder text, JsonElement[] results, int[] threads)
    {
        var groups = results.Where(r => r.TryGetProperty("group", out _)).GroupBy(r => Text(r, "group")).ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        text.AppendLine().Append("| | bar |");
        text.AppendJoin(string.Empty, threads.Select(t => $" threads: {t}: median | lowest | reach it |")).AppendLine();
        text.Append("|---|---|").AppendJoin(string.Empty, threads.Select(_ => "---|---|---|")).AppendLine();
        foreach (var group in groups)
        {
            var bars = group.Select(r => r.GetProperty("bar").GetDouble()).Distinct().Order().ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {string.Join(" to ", bars.Select(b => b.ToString(CultureInfo.InvariantCulture)))} |");
            foreach (var t in threads)
            {
                var measured = group.Where(r => r.GetProperty("threads").GetInt32() == t && r.GetProperty("ratio").ValueKind == JsonValueKind.Number).ToArray();
                if (measured.Length == 0)
                {
                    text.Append(" | | |");
                    continue;
                }

                double[] ratios = [.. measured.Select(r => r.GetProperty("ratio").GetDouble()).Order()];
                var reached = measured.Count(r => r.GetProperty("ratio").GetDouble() >= r.GetProperty("bar").GetDouble());
                text.Append(CultureInfo.InvariantCulture, $" {Statistics.Median(ratios):0.00} | {ratios[0]:0.00} | {reached} of {measured.Length} |");
            }

            text.AppendLine();
        }
    }

    private static void Details(StringBuilder text, JsonElement[] results, int[] threads)
    {
        text.AppendLine().Append("| comparison | unit |");
        text.AppendJoin(string.Empty, threads.Select(t => $" threads: {t}: Kiln | share | best peer | ratio (95 %) |"));
        text.AppendLine(threads.Length > 1 ? " speed-up |" : string.Empty).Append("|---|---|").AppendJoin(string.Empty, threads.Select(_ => "---|---|---|---|"));
        text.AppendLine(threads.Length > 1 ? "---|" : string.Empty);
        foreach (var comparison in results.GroupBy(r => Text(r, "name")))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {comparison.Key} | {Text(comparison.First(), "unit")} |");
            foreach (var t in threads)
            {
                var found = comparison.Where(r => r.GetProperty("threads").GetInt32() == t).Take(1).ToArray();
                text.Append(found.Length == 0 ? " | | | |" : Cells(found[0]));
            }

            if (threads.Length > 1)
            {
                var rates = threads.Select(t => comparison.Where(r => r.GetProperty("threads").GetInt32() == t).Select(r => r.GetProperty("ours").GetDouble()).FirstOrDefault()).ToArray();
                text.Append(rates[0] > 0 && rates[^1] > 0 ? string.Create(CultureInfo.InvariantCulture, $" {rates[^1] / rates[0]:0.00} |") : " |");
            }

            text.AppendLine();
        }
    }

    private static string Cells(JsonElement result)
    {
        var share = result.TryGetProperty("share", out var s) ? string.Create(CultureInfo.InvariantCulture, $"{s.GetDouble():P0}").Replace(" ", string.Empty, StringComparison.Ordinal) : string.Empty;
        if (result.GetProperty("ratio").ValueKind != JsonValueKind.Number)
        {
            return $" {Number(result, "ours")} | {share} | none | |";
        }

        var interval = result.GetProperty("interval");
        var missed = result.TryGetProperty("bar", out var bar) && result.GetProperty("ratio").GetDouble() < bar.GetDouble();
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {Number(result, "ours")} | {share} | {Number(result, "peer")} {Short(Text(result, "against"))} | {(missed ? "**" : "")}{result.GetProperty("ratio").GetDouble():0.00}{(missed ? "**" : "")} ({interval[0].GetDouble():0.00}–{interval[1].GetDouble():0.00}) |");
    }

    /// <summary>The peer without its version, which the table's head gives.</summary>
    private static string Short(string peer) => peer.Split(' ')[0];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Number(JsonElement element, string name) => element.GetProperty(name).GetDouble().ToString(CultureInfo.InvariantCulture);
}
