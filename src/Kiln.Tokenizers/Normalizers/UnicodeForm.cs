namespace Kiln.Tokenizers;

/// <summary>
/// The four normalization forms of Unicode (Standard Annex 15), with the origin of every character: those of a decomposition come from the one decomposed, and a
/// composite from the first of its parts, as long as no marks change places.
/// </summary>
internal static class UnicodeForm
{
    // The longest decomposition is that of U+FDFA: 18 characters.
    private const int LongestDecomposition = 32;

    /// <summary>Normalizes a text.</summary>
    public static void Apply(WorkText text, bool compatibility, bool compose)
    {
        if (System.Text.Ascii.IsValid(text.Span))
        {
            return;
        }

        var data = Decompositions.Shared;
        var changing = (byte)(Decompositions.Combining | (compose ? Decompositions.MayCompose : 0) | (compatibility ? Decompositions.Compatibility : 0) | Decompositions.Canonical);
        List<(int Point, byte Class, int Change)> run = [];
        List<int> sources = [];
        Span<int> parts = stackalloc int[LongestDecomposition];
        text.BeginRewrite();
        var (copied, starter) = (0, -1);
        for (var at = 0; at < text.Length;)
        {
            var point = CodePoints.Decode(ref text.Bytes[at], out var length);
            if (point < 0xC0 ? !(compatibility && point >= 0x80 && (data.FlagsOf(point) & changing) != 0) : (data.FlagsOf(point) & changing) == 0)
            {
                // It stays unless what follows combines with it: it begins a run then.
                starter = at;
                at += length;
                continue;
            }

            var from = starter < 0 ? at : starter;
            text.Copy(copied, from - copied);
            run.Clear();
            sources.Clear();
            var end = from;
            while (end < text.Length)
            {
                point = CodePoints.Decode(ref text.Bytes[end], out length);
                if (end > at && (data.FlagsOf(point) & changing) == 0)
                {
                    break;
                }

                var count = data.Decompose(point, compatibility, parts);
                for (var i = 0; i < count; i++)
                {
                    run.Add((parts[i], data.ClassOf(parts[i]), i == 0 ? 0 : 1));
                }

                sources.Add(end);

                end += length;
            }

            Order(run);
            Write(text, run, compose ? Compose(data, run) : run.Count, sources);
            (copied, at, starter) = (end, end, -1);
        }

        text.Copy(copied, text.Length - copied);
        text.EndRewrite();
    }

    /// <summary>Puts neighbouring marks into the order of their classes; equal ones keep theirs.</summary>
    private static void Order(List<(int Point, byte Class, int Change)> run)
    {
        for (var start = 0; start < run.Count; start++)
        {
            if (run[start].Class == 0)
            {
                continue;
            }

            var end = start;
            var sorted = true;
            while (end < run.Count && run[end].Class != 0)
            {
                sorted &= end == start || run[end - 1].Class <= run[end].Class;
                end++;
            }

            if (!sorted)
            {
                var ordered = run.GetRange(start, end - start).OrderBy(item => item.Class).ToArray();
                for (var i = 0; i < ordered.Length; i++)
                {
                    run[start + i] = ordered[i];
                }
            }

            start = end;
        }
    }

    /// <summary>Composes in place; returns how many characters are left.</summary>
    private static int Compose(Decompositions data, List<(int Point, byte Class, int Change)> run)
    {
        var (kept, starter, lastClass) = (0, -1, -1);
        for (var i = 0; i < run.Count; i++)
        {
            // A mark reaches the starter unless one of its own class or a higher one, or another starter, stands between.
            var item = run[i];
            var reaches = starter >= 0 && (lastClass < item.Class || (lastClass <= 0 && kept == starter + 1));
            var composite = reaches ? data.Compose(run[starter].Point, item.Point) : -1;
            if (composite >= 0)
            {
                run[starter] = run[starter] with { Point = composite, Change = run[starter].Change + item.Change - 1 };
                continue;
            }

            if (item.Class == 0)
            {
                (starter, lastClass) = (kept, -1);
            }
            else
            {
                lastClass = item.Class;
            }

            run[kept++] = item;
        }

        return kept;
    }

    /// <summary>
    /// As in the reference, origins go by number: a character with the change 0 comes from the next of the original ones, one with a positive change from the one
    /// before that, and one that was composed takes as many more as its change says.
    /// </summary>
    private static void Write(WorkText text, List<(int Point, byte Class, int Change)> run, int count, List<int> sources)
    {
        var taken = 0;
        for (var i = 0; i < count; i++)
        {
            var (point, _, change) = run[i];
            text.PutCharacter(point, sources[Math.Clamp(change > 0 ? taken - 1 : taken, 0, sources.Count - 1)]);
            taken += change > 0 ? 0 : 1 - change;
        }
    }
}
