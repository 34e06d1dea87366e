using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kiln.Bench;

/// <summary>Tables from JSON lines: the machine, one row per bar, one row per comparison.</summary>
internal sealed class MarkdownReport
{
    private const string End = "<!-- bench: end -->";

    private readonly JsonElement[] _machines;
    private readonly JsonElement[] _results;
    private readonly int[] _threads;

    public MarkdownReport(IReadOnlyList<string> lines)
    {
        JsonElement[] all = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        _machines = [.. all.Where(e => e.TryGetProperty("machine", out _))];
        _results = [.. all.Where(e => e.TryGetProperty("name", out _))];
        _threads = [.. _results.Select(r => r.GetProperty("threads").GetInt32()).Distinct().Order()];
    }

    /// <summary>Everything.</summary>
    public string Whole() => $"{Summary()}\n{Details()}";

    /// <summary>The document with fresh tables between its marks.</summary>
    /// <exception cref="FormatException">It has no marks.</exception>
    public string Into(string document)
    {
        var found = false;
        foreach (var (mark, table) in new[] { ("<!-- bench: summary -->", (Func<string>)Summary), ("<!-- bench: details -->", Details) })
        {
            var begin = document.IndexOf(mark, StringComparison.Ordinal);
            if (begin < 0)
            {
                continue;
            }

            found = true;
            begin += mark.Length;
            var end = document.IndexOf(End, begin, StringComparison.Ordinal);
            document = end >= 0 ? $"{document[..begin]}\n{table()}{document[end..]}" : throw new FormatException($"{mark} without {End} after it");
        }

        return found ? document : throw new FormatException("the document has no marks <!-- bench: summary --> or <!-- bench: details -->");
    }

    /// <summary>The machine and the peers, then one row per bar: the median ratio, the lowest, and how many reach it or stop at the bandwidth of memory.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        foreach (var machine in _machines.OrderBy(m => m.GetProperty("threads").GetInt32()))
        {
            var threads = machine.GetProperty("threads").GetInt32();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"- {Text(machine, "machine")}, {Text(machine, "instructions")}, {Text(machine, "runtime")}, {Threads(threads)}: multiply-adds {Number(machine, "fma_f32_gflops")} GFLOP/s (float64 {Number(machine, "fma_f64_gflops")}), memory {Number(machine, "read_gbs")} GB/s read, {Number(machine, "copy_gbs")} copy, {Number(machine, "triad_gbs")} triad");
        }

        var peers = _results.SelectMany(r => r.GetProperty("peers").EnumerateArray()).Select(p => Library(Text(p, "name"))).Distinct().Order(StringComparer.Ordinal);
        text.AppendLine(CultureInfo.InvariantCulture, $"- peers: {string.Join(", ", peers)}").AppendLine();

        text.Append("| ratio to the best peer | bar |");
        text.AppendJoin(string.Empty, _threads.Select(t => $" {Threads(t)}: median | lowest | reach the bar |")).AppendLine();
        text.Append("|---|---|").AppendJoin(string.Empty, _threads.Select(_ => "---|---|---|")).AppendLine();
        foreach (var group in _results.Where(r => r.TryGetProperty("group", out _)).GroupBy(r => Text(r, "group")))
        {
            var bars = group.Select(r => r.GetProperty("bar").GetDouble()).Where(b => b > 0).Distinct().Order().Select(b => b.ToString(CultureInfo.InvariantCulture));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {string.Join(" to ", bars)} |");
            foreach (var t in _threads)
            {
                text.Append(SummaryCells([.. group.Where(r => r.GetProperty("threads").GetInt32() == t && HasRatio(r))]));
            }

            text.AppendLine();
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>One row per comparison.</summary>
    public string Details()
    {
        var text = new StringBuilder("| comparison | unit |");
        text.AppendJoin(string.Empty, _threads.Select(t => $" {Threads(t)}: Kiln | share | best peer | ratio (95 %) |"));
        text.AppendLine(_threads.Length > 1 ? " speed-up |" : string.Empty);
        text.Append("|---|---|").AppendJoin(string.Empty, _threads.Select(_ => "---|---|---|---|")).AppendLine(_threads.Length > 1 ? "---|" : string.Empty);
        foreach (var comparison in _results.GroupBy(r => Text(r, "name")))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {comparison.Key} | {Text(comparison.First(), "unit")} |");
            var byThreads = comparison.ToDictionary(r => r.GetProperty("threads").GetInt32());
            foreach (var t in _threads)
            {
                text.Append(byThreads.TryGetValue(t, out var result) ? Cells(result) : " | | | |");
            }

            if (_threads.Length > 1)
            {
                text.Append(byThreads.TryGetValue(_threads[0], out var one) && byThreads.TryGetValue(_threads[^1], out var all)
                    ? string.Create(CultureInfo.InvariantCulture, $" {all.GetProperty("ours").GetDouble() / one.GetProperty("ours").GetDouble():0.00} |")
                    : " |");
            }

            text.AppendLine();
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string SummaryCells(JsonElement[] measured)
    {
        if (measured.Length == 0)
        {
            return " | | |";
        }

        double[] ratios = [.. measured.Select(r => r.GetProperty("ratio").GetDouble()).Order()];
        JsonElement[] barred = [.. measured.Where(r => r.GetProperty("bar").GetDouble() > 0)];
        var reached = barred.Count(r => VerdictOf(r) == Verdict.Reached);
        var bound = barred.Count(r => VerdictOf(r) == Verdict.AtBandwidth);
        var count = barred.Length == 0 ? "" : bound == 0 ? $"{reached} of {barred.Length}" : $"{reached} of {barred.Length}, {bound} at the bandwidth of memory";
        return string.Create(CultureInfo.InvariantCulture, $" {Statistics.Median(ratios):0.00} | {ratios[0]:0.00} | {count} |");
    }

    private static string Cells(JsonElement result)
    {
        var share = result.TryGetProperty("share", out var s) ? string.Create(CultureInfo.InvariantCulture, $"{s.GetDouble() * 100:0} %") : string.Empty;
        if (!HasRatio(result))
        {
            return $" {Number(result, "ours")} | {share} | none | |";
        }

        var ratio = result.GetProperty("ratio").GetDouble();
        var interval = result.GetProperty("interval");
        var verdict = VerdictOf(result);
        var mark = verdict == Verdict.Missed ? "**" : string.Empty;
        var limit = verdict == Verdict.AtBandwidth ? ": memory" : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {Number(result, "ours")} | {share} | {Number(result, "peer")} {Variant(Text(result, "against"))} | {mark}{ratio:0.00}{mark} ({interval[0].GetDouble():0.00}–{interval[1].GetDouble():0.00}){limit} |");
    }

    // From the figures, not the line's own verdict: kept lines may be older than the rule.
    private static Verdict VerdictOf(JsonElement result) => Verdicts.Of(
        result.GetProperty("ratio").GetDouble(),
        result.TryGetProperty("bar", out var bar) ? bar.GetDouble() : 0,
        result.TryGetProperty("share", out var share) ? share.GetDouble() : 0,
        result.TryGetProperty("of", out var of) ? of.GetString() : null);

    /// <summary>The peer with its version, without a task's variant: the words up to the first with a digit, and what is in parentheses.</summary>
    private static string Library(string peer)
    {
        var words = peer.Split(' ');
        var version = Array.FindLastIndex(words, word => word.Any(char.IsAsciiDigit) && word.Contains('.', StringComparison.Ordinal));
        var last = version + 1 < words.Length && words[version + 1].StartsWith('(') ? version + 1 : version;
        return string.Join(' ', words[..(last + 1)]).TrimEnd(',');
    }

    /// <summary>The peer without its version, which the summary gives.</summary>
    private static string Variant(string peer) => $"{peer.Split(' ')[0]}{peer[Library(peer).Length..]}";

    private static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";

    private static bool HasRatio(JsonElement result) => result.GetProperty("ratio").ValueKind == JsonValueKind.Number;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Number(JsonElement element, string name) => element.GetProperty(name).GetDouble().ToString(CultureInfo.InvariantCulture);
}
