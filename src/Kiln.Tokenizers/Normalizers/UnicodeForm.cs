namespace Kiln.Tokenizers;

/// <summary>
/// The four normalization forms of Unicode (Standard Annex 15), with the origin of every character: all characters of a decomposition come from the one
/// decomposed, and a composite from the first of its parts.
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
        List<(int Point, byte Class, int Source)> run = [];
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
            var end = from;
            while (end < text.Length)
            {
                point = CodePoints.Decode(ref text.Bytes[end], out length);
                if (end > at && (data.FlagsOf(point) & changing) == 0)
                {
                    break;
                }

                var count = data.Decompose(point, compatibility, parts);
                foreach (var part in parts[..count])
                {
                    run.Add((part, data.ClassOf(part), end));
                }

                end += length;
            }

            Order(run);
            Write(text, run, compose ? Compose(data, run) : run.Count);
            (copied, at, starter) = (end, end, -1);
        }

        text.Copy(copied, text.Length - copied);
        text.EndRewrite();
    }

    /// <summary>Puts neighbouring marks into the order of their classes; equal ones keep theirs.</summary>
    private static void Order(List<(int Point, byte Class, int Source)> run)
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
    private static int Compose(Decompositions data, List<(int Point, byte Class, int Source)> run)
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
                run[starter] = run[starter] with { Point = composite };
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

    private static void Write(WorkText text, List<(int Point, byte Class, int Source)> run, int count)
    {
        for (var i = 0; i < count; i++)
        {
            text.PutCharacter(run[i].Point, run[i].Source);
        }
    }
}
