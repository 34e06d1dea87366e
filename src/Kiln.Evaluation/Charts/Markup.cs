using System.Text;

namespace Kiln.Evaluation;

/// <summary>Escaping for XML and HTML text and attribute values.</summary>
internal static class Markup
{
    /// <summary>
    /// The text with the five markup characters escaped and every character that XML 1.0 forbids (controls, lone surrogates,
    /// U+FFFE, U+FFFF) replaced by U+FFFD: whatever a label holds, the document stays well-formed and inert.
    /// </summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(c).Append(text[++i]);
                continue;
            }

            _ = c switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                '\n' or '\t' => result.Append(c),
                '\r' => result,
                _ when c < ' ' || c is '\uFFFE' or '\uFFFF' || char.IsSurrogate(c) => result.Append('\uFFFD'),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }
}
