using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>What is looked for in a text: the text itself, or a regular expression. Immutable and safe to use from many threads.</summary>
public sealed class TextPattern
{
    private readonly WordScanner? _scanner;

    private TextPattern(string text, bool isRegex)
    {
        (Text, IsRegex) = (text, isRegex);
        if (isRegex)
        {
            _scanner = KnownPatterns.Find(text) ?? RegexScanner.Create(text);
        }
        else
        {
            Literal = System.Text.Encoding.UTF8.GetBytes(text);
        }
    }

    /// <summary>The text or the regular expression.</summary>
    public string Text { get; }

    /// <summary>Whether it is a regular expression.</summary>
    public bool IsRegex { get; }

    /// <summary>The text's bytes; null for a regular expression.</summary>
    internal byte[]? Literal { get; }

    /// <summary>A pattern that is found where the text stands.</summary>
    /// <param name="text">The text.</param>
    public static TextPattern String(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, isRegex: false);
    }

    /// <summary>A regular expression. The published patterns of large models have scanners of their own; others run in System.Text.RegularExpressions or a machine of Kiln's own, within a time limit.</summary>
    /// <param name="pattern">The expression, as Oniguruma reads it.</param>
    /// <exception cref="TokenizerFormatException">The expression is not understood.</exception>
    public static TextPattern Regex(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(pattern, isRegex: true);
    }

    /// <summary>Finds the first match at or after <paramref name="from"/> in a text that can be read 32 bytes beyond its end.</summary>
    internal bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        if (_scanner is not null)
        {
            return _scanner.Find(ref text, end, from, out start, out stop);
        }

        var rest = MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.Add(ref text, from), end - from);
        var at = Literal!.Length == 0 ? -1 : rest.IndexOf(Literal);
        (start, stop) = at < 0 ? (end, end) : (from + at, from + at + Literal.Length);
        return at >= 0;
    }

    /// <summary>All matches, empty ones too, but not two at one place, nor one right after another match.</summary>
    internal List<TextSpan> Matches(ReadOnlySpan<byte> text)
    {
        var padded = new byte[text.Length + WorkText.Padding];
        text.CopyTo(padded);
        List<TextSpan> matches = [];
        for (int from = 0, last = -1; from < text.Length && Find(ref padded[0], text.Length, from, out var start, out var stop);)
        {
            if (stop == start && start == last)
            {
                CodePoints.Decode(ref padded[start], out var length);
                from = start + length;
                continue;
            }

            matches.Add(new(start, stop));
            from = last = stop;
        }

        return matches;
    }

    /// <summary>Writes <c>"pattern": {"Regex": …}</c>.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pattern");
        writer.WriteString(IsRegex ? "Regex" : "String", Text);
        writer.WriteEndObject();
    }
}
