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
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.92,
                >= 'A' and <= 'Z' => 0.70,
                >= '\u2E80' => 1.0,
                _ => 0.59,
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
}
