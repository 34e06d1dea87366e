namespace Kiln.Cli;

/// <summary>Text of strangers as a terminal may be given it.</summary>
internal static class PlainText
{
    private const char Pictures = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>The text with a picture in the place of each control character: what is shown must not move the cursor or change the terminal.</summary>
    public static string Of(ReadOnlySpan<char> text) => string.Create(text.Length, text, (shown, given) =>
    {
        for (var i = 0; i < given.Length; i++)
        {
            shown[i] = given[i] switch
            {
                < ' ' => (char)(Pictures + given[i]),
                '\u007F' => PictureOfDelete,
                >= '\u0080' and < '\u00A0' => '\uFFFD',
                var other => other,
            };
        }
    });
}
