using Kiln.Tokenizers;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>A text in the colors of its tokens: where one ends and the next begins is seen at a glance.</summary>
internal static class TokenPieces
{
    // What a token shows whose character an earlier one has shown: bytes of one character may be tokens of their own.
    private const string SameCharacter = "·";

    private static readonly Style s_special = new(Color.Grey, decoration: Decoration.Italic);

    // Light grounds next to each other in the wheel differ for the color-blind too.
    private static readonly Style[] s_grounds =
        [.. new[] { new Color(178, 215, 255), new Color(255, 224, 153), new Color(190, 235, 190), new Color(255, 200, 200), new Color(222, 205, 250) }
            .Select(ground => new Style(Color.Black, ground))];

    /// <summary>The view.</summary>
    /// <param name="text">The text that was encoded.</param>
    /// <param name="encoding">Its encoding, with offsets in UTF-16 units.</param>
    public static Paragraph View(string text, TokenEncoding encoding)
    {
        var view = new Paragraph();
        var (shown, color) = (0, 0);
        var tokens = encoding.GetTokens();
        for (var i = 0; i < encoding.Count; i++)
        {
            if (encoding.SpecialTokensMask[i] == 1)
            {
                view.Append(PlainText.Of(tokens[i]), s_special);
                continue;
            }

            // A token begins where the last one ended, so that spaces between words are seen with the word that they were cut from.
            var (start, end) = (Math.Max(shown, encoding.Offsets[i].Start), encoding.Offsets[i].End);
            if (start > shown)
            {
                view.Append(PlainText.Of(text.AsSpan(shown, start - shown)));
            }

            view.Append(end > start ? PlainText.Of(text.AsSpan(start, end - start)) : SameCharacter, s_grounds[color++ % s_grounds.Length]);
            shown = Math.Max(shown, end);
        }

        view.Append(PlainText.Of(text.AsSpan(shown)));
        return view;
    }
}
