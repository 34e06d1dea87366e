namespace Kiln.Evaluation;

/// <summary>
/// Estimates how wide a text will be. A chart is laid out before any font is known, so margins come from typical advance widths of
/// sans-serif fonts, rounded up: a label may get a little too much room, never too little.
/// </summary>
internal static class TextWidth
{
    /// <summary>Estimated width in pixels.</summary>
    /// <param name="text">The words.</param>
    /// <param name="fontSize">Font size in pixels.</param>
    public static double Of(string text, double fontSize)
    {
        var em = 0.0;
        foreach (var c in text)
        {
            em += c switch
            {
                'i' or 'l' or 'j' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.31,
                'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' => 0.40,
                'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' => 1.0,
                '−' or '+' or '±' or '×' or '=' or '<' or '>' => 0.84,
                >= '0' and <= '9' => 0.64,
                >= 'A' and <= 'Z' => 0.72,
                >= '\u2E80' => 1.0,
                _ => 0.61,
            };
        }

        return em * fontSize;
    }

    /// <summary>The text, shortened with an ellipsis until it fits.</summary>
    /// <param name="text">The words.</param>
    /// <param name="fontSize">Font size in pixels.</param>
    /// <param name="width">Room in pixels.</param>
    public static string Fit(string text, double fontSize, double width)
    {
        if (Of(text, fontSize) <= width)
        {
            return text;
        }

        var length = 0;
        var used = fontSize;
        while (length < text.Length && used + Of(text[length].ToString(), fontSize) <= width)
        {
            used += Of(text[length++].ToString(), fontSize);
        }

        // A surrogate pair stays whole or goes.
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }

    /// <summary>
    /// The texts, each shortened until it fits, in such a way that different ones stay different: at the end, where two would then look alike in the middle, where they still
    /// do around the place where they part, and at last with a number.
    /// </summary>
    /// <param name="texts">The words.</param>
    /// <param name="fontSize">Font size in pixels.</param>
    /// <param name="width">Room in pixels for each.</param>
    public static string[] FitApart(IReadOnlyList<string> texts, double fontSize, double width)
    {
        string[] fitted = [.. texts.Select(text => Fit(text, fontSize, width))];
        Func<string[], string, string>[] ways =
        [
            (_, text) => FitMiddle(text, fontSize, width),
            (alike, text) => Fit("…" + text[Math.Min(text.Length, Shared(alike))..], fontSize, width),
            (alike, text) => $"{Fit(text, fontSize, width - (4 * fontSize))} {Array.IndexOf(alike, text) + 1}",
        ];
        foreach (var way in ways)
        {
            foreach (var group in Enumerable.Range(0, fitted.Length).GroupBy(i => fitted[i], StringComparer.Ordinal).Select(static group => group.ToArray()).ToArray())
            {
                string[] alike = [.. group.Select(i => texts[i]).Distinct(StringComparer.Ordinal)];
                foreach (var i in alike.Length > 1 ? group : [])
                {
                    fitted[i] = way(alike, texts[i]);
                }
            }
        }

        return fitted;
    }

    // Start and end take turns.
    private static string FitMiddle(string text, double fontSize, double width)
    {
        var (head, tail, used) = (0, 0, fontSize);
        while (head + tail < text.Length)
        {
            used += Of((tail <= head ? text[^(tail + 1)] : text[head]).ToString(), fontSize);
            if (used > width)
            {
                break;
            }

            (head, tail) = tail <= head ? (head, tail + 1) : (head + 1, tail);
        }

        head -= head > 0 && char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail -= tail > 0 && char.IsLowSurrogate(text[^tail]) ? 1 : 0;
        return head + tail >= text.Length ? text : text[..head].TrimEnd() + "…" + text[^tail..].TrimStart();
    }

    // How many characters all begin with; no half of a surrogate pair.
    private static int Shared(string[] texts)
    {
        var shared = texts.Aggregate(texts[0].Length, (length, text) => Math.Min(length, texts[0].AsSpan().CommonPrefixLength(text)));
        return shared > 0 && char.IsHighSurrogate(texts[0][shared - 1]) ? shared - 1 : shared;
    }
}
