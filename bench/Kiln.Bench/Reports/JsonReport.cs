using System.Text;
using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>A line per comparison.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(Outcome outcome, Peaks peaks) => Object(json =>
    {
        var c = outcome.Comparison;
        json.WriteString("name", c.Name);
        json.WriteNumber("ours", Digits(c.Work / outcome.Seconds));
        if (outcome.Peers is [var best, ..])
        {
            json.WriteNumber("peer", Digits(c.Work / best.Seconds));
            json.WriteString("unit", c.Unit);
            json.WriteNumber("ratio", Math.Round(best.Ratio.Median, 3));
            Interval(json, best.Ratio);
            json.WriteString("against", best.Name);
        }
        else
        {
            json.WriteNull("peer");
            json.WriteString("unit", c.Unit);
            json.WriteNull("ratio");
            json.WriteNull("interval");
        }

        json.WriteNumber("ours_ms", Digits(outcome.Seconds * 1e3));
        var (floor, bound) = peaks.Floor(c);
        if (floor > 0)
        {
            json.WriteNumber("share", Math.Round(floor / outcome.Seconds, 3));
            json.WriteString("of", bound);
        }

        json.WriteStartArray("peers");
        foreach (var peer in outcome.Peers)
        {
            json.WriteStartObject();
            json.WriteString("name", peer.Name);
            json.WriteNumber("value", Digits(c.Work / peer.Seconds));
            json.WriteNumber("ratio", Math.Round(peer.Ratio.Median, 3));
            Interval(json, peer.Ratio);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (outcome.Missing.Count > 0)
        {
            json.WriteString("note", "no " + string.Join("; no ", outcome.Missing));
        }

        if (c.Group.Length > 0)
        {
            json.WriteString("group", c.Group);
            json.WriteNumber("bar", c.Bar);
            if (outcome.Peers is [var first, ..] && Verdicts.Of(first.Ratio.Median, c.Bar, floor / outcome.Seconds, bound) is var verdict and not Verdict.None)
            {
                json.WriteString("verdict", Word(verdict));
            }
        }

        json.WriteNumber("threads", outcome.Threads);
        json.WriteNumber("rounds", outcome.Rounds);
        json.WriteString("instructions", InstructionSets.Current.ToString());
    });

    /// <summary>What all threads gain over one, and what the machine would have let them gain.</summary>
    public static string Line(Speedup speedup, Peaks one, Peaks all) => Object(json =>
    {
        json.WriteString("name", speedup.Comparison.Name);
        json.WriteNumber("threads", all.Threads);
        json.WriteNumber("gain", Math.Round(speedup.Gain.Median, 2));
        Interval(json, speedup.Gain);
        json.WriteNumber("one_ms", Digits(speedup.One * 1e3));
        json.WriteNumber("all_ms", Digits(speedup.All * 1e3));
        var (roof, bound) = speedup.Roof(one, all);
        if (roof > 0)
        {
            json.WriteNumber("roof_gain", Math.Round(roof, 2));
            json.WriteString("of", bound);
            json.WriteNumber("share", Math.Round(all.Floor(speedup.Comparison).Seconds / speedup.All, 3));
        }

        if (speedup.One >= Speedup.LongEnough)
        {
            json.WriteString("verdict", speedup.Gain.Median >= Speedup.Bar ? "bar reached" : "below the bar");
        }

        json.WriteNumber("rounds", speedup.Rounds);
    });

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Reached => "bar reached",
        Verdict.AtBandwidth => "at the bandwidth of memory",
        _ => "below the bar",
    };

    /// <summary>One JSON object on one line.</summary>
    public static string Object(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Interval(Utf8JsonWriter json, Estimate ratio)
    {
        json.WriteStartArray("interval");
        json.WriteNumberValue(Math.Round(ratio.Low, 3));
        json.WriteNumberValue(Math.Round(ratio.High, 3));
        json.WriteEndArray();
    }

    /// <summary>Four significant digits, however small.</summary>
    private static double Digits(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
