using System.Globalization;
using System.Text;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary>
/// What comes out of a file, made fit for a terminal: a name may be as long as the file, and hold characters that move the cursor or ring the bell. Files that are written, and
/// <c>--json</c>, keep the true one.
/// </summary>
internal static class Printable
{
    private const int LongestName = 80;
    private const int LongestText = 4000;
    private const int Tail = 1000;

    private static readonly System.Buffers.SearchValues<char> s_controls =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(character => char.IsControl(character) && character is not ('\n' or '\t')), '\u2028', '\u2029', '\u202E']);

    /// <summary>A name, of at most 80 characters.</summary>
    public static string Name(string name) => Text(NearNames.Shown(name, LongestName));

    /// <summary>A message with names in it: each that stands in quotation marks of at most 80 characters, all of it of some thousand.</summary>
    public static string Message(string message) => Middle(Text(Quoted(message)));

    /// <summary>Text without characters that steer a terminal; they are shown by their numbers, as C# writes them. The end of a line stays.</summary>
    public static string Text(string text)
    {
        var at = text.AsSpan().IndexOfAny(s_controls);
        if (at < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, at, text.Length + 16);
        foreach (var character in text.AsSpan(at))
        {
            _ = s_controls.Contains(character) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : shown.Append(character);
        }

        return shown.ToString();
    }

    // A mark that begins a name follows a space or bracket; an apostrophe follows a letter.
    private static string Quoted(string message)
    {
        StringBuilder? shown = null;
        var done = 0;
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] is not ('\'' or '"') || (i > 0 && message[i - 1] is not (' ' or '(' or '=' or ':')))
            {
                continue;
            }

            var end = message.IndexOf(message[i], i + 1);
            if (end < 0)
            {
                break;
            }

            // A path in quotation marks is of use whole.
            var name = message[(i + 1)..end];
            if (name.Length > LongestName && !Path.IsPathFullyQualified(name))
            {
                (shown ??= new()).Append(message, done, i + 1 - done).Append(NearNames.Shown(name, LongestName));
                done = end;
            }

            i = end;
        }

        return shown is null ? message : shown.Append(message, done, message.Length - done).ToString();
    }

    private static string Middle(string text) => text.Length <= LongestText ? text
        : string.Create(CultureInfo.InvariantCulture, $"{NearNames.Shown(text, LongestText - Tail)} ({text.Length - LongestText:N0} characters left out) {text[^Tail..]}");
}
