using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Small letters for capital ones, by the mapping of Unicode without regard to language or neighbours.</summary>
internal static class LetterCase
{
    /// <summary>Writes the small letter of a character, or the character itself.</summary>
    public static void PutLower(WorkText text, int point, int source)
    {
        if (point == 0x130)
        {
            // İ is the only character whose small form has two: i and a dot above.
            text.Put("i\u0307"u8, source);
            return;
        }

        text.PutCharacter(Lower(point), source);
    }

    /// <summary>The small letter of a character other than İ.</summary>
    public static int Lower(int point) => Rune.TryCreate(point, out var rune) ? Rune.ToLowerInvariant(rune).Value : point;
}
