namespace Kiln.Estimators;

/// <summary>White space as Python's <c>\s</c> and <c>str.split</c> see it.</summary>
internal static class TextSpaces
{
    /// <summary>Two or more white spaces in a row become one blank; a single one stays as it is.</summary>
    public static ReadOnlySpan<char> Collapsed(ReadOnlySpan<char> text, TextBuffers buffers)
    {
        buffers.Begin(text.Length);
        var to = buffers.Text;
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var end = i;
            while (end < text.Length && IsSpace(text[end]))
            {
                end++;
            }

            if (end > i + 1)
            {
                to[count++] = ' ';
                i = end - 1;
            }
            else
            {
                to[count++] = text[i];
            }
        }

        return to.AsSpan(0, count);
    }

    /// <summary>The pieces between white spaces.</summary>
    public static ReadOnlySpan<(int Start, int End)> Split(ReadOnlySpan<char> text, TextBuffers buffers)
    {
        buffers.Begin(0);
        var i = 0;
        while (i < text.Length)
        {
            while (i < text.Length && IsSpace(text[i]))
            {
                i++;
            }

            var start = i;
            while (i < text.Length && !IsSpace(text[i]))
            {
                i++;
            }

            if (i > start)
            {
                buffers.Mark(start, i);
            }
        }

        return buffers.Words;
    }

    // Python counts the four separators U+001C … U+001F as white space, .NET does not.
    private static bool IsSpace(char unit) => char.IsWhiteSpace(unit) || unit is >= '\u001C' and <= '\u001F';
}
