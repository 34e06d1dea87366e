namespace Kiln.Data;

/// <summary>The ways to write each digit that the drawn digits start from.</summary>
internal static class DigitGlyphs
{
    /// <summary>The glyphs of each digit, 0 to 9.</summary>
    internal static readonly DigitGlyph[][] All =
    [
        // 0: an oval; a narrow one whose ends overlap; a wide one left open at the top.
        [
            DigitGlyph.Of([50, 2, 24, 12, 13, 50, 24, 88, 50, 98, 76, 88, 87, 50, 76, 12, 51, 2]),
            DigitGlyph.Of([66, 10, 44, 3, 24, 28, 24, 72, 46, 97, 72, 78, 76, 34, 60, 5, 42, 10]),
            DigitGlyph.Of([40, 6, 14, 30, 12, 68, 38, 95, 70, 92, 90, 62, 82, 22, 56, 4]),
        ],

        // 1: a stem; a stem with a flag; with flag and base; with a short curved flag.
        [
            DigitGlyph.Of([52, 2, 50, 50, 49, 98]),
            DigitGlyph.Of([36, 27, 54, 3, 54, 3, 53, 98]),
            DigitGlyph.Of([35, 24, 52, 3, 52, 3, 52, 96], [26, 97, 78, 96]),
            DigitGlyph.Of([38, 20, 48, 13, 55, 2, 55, 2, 50, 98]),
        ],

        // 2: with a corner at the foot; with a loop there; a straight neck.
        [
            DigitGlyph.Of([18, 28, 30, 7, 56, 3, 78, 20, 70, 46, 42, 72, 14, 96, 14, 96, 86, 95]),
            DigitGlyph.Of([20, 24, 44, 3, 74, 16, 70, 46, 40, 82, 20, 95, 14, 82, 32, 78, 60, 94, 88, 90]),
            DigitGlyph.Of([16, 14, 46, 2, 76, 12, 80, 32, 16, 96, 16, 96, 84, 97]),
        ],

        // 3: two bows; a flat top; a deep middle.
        [
            DigitGlyph.Of([18, 14, 46, 2, 75, 14, 70, 38, 42, 47, 42, 47, 76, 57, 82, 80, 50, 98, 15, 87]),
            DigitGlyph.Of([20, 5, 78, 5, 78, 5, 44, 42, 44, 42, 78, 54, 82, 82, 50, 98, 16, 88]),
            DigitGlyph.Of([22, 10, 56, 3, 78, 20, 62, 42, 36, 49, 36, 49, 70, 54, 80, 74, 60, 96, 14, 94]),
        ],

        // 4: open; closed; round-armed.
        [
            DigitGlyph.Of([28, 4, 16, 58, 16, 58, 86, 56], [68, 20, 66, 98]),
            DigitGlyph.Of([64, 2, 10, 66, 10, 66, 90, 66], [65, 2, 64, 98]),
            DigitGlyph.Of([22, 5, 16, 38, 32, 54, 58, 52, 76, 40], [78, 5, 74, 45, 68, 98]),
        ],

        // 5: cap as a second stroke; one stroke from the cap's end; soft, like an S.
        [
            DigitGlyph.Of([28, 5, 22, 45, 22, 45, 52, 37, 80, 54, 78, 84, 46, 98, 14, 87], [28, 5, 82, 4]),
            DigitGlyph.Of([82, 5, 28, 6, 28, 6, 26, 44, 26, 44, 60, 40, 80, 62, 66, 92, 18, 95]),
            DigitGlyph.Of([80, 8, 48, 4, 28, 18, 32, 40, 62, 48, 80, 66, 66, 93, 18, 92]),
        ],

        // 6: a bow into the loop; a straight back; a small loop.
        [
            DigitGlyph.Of([72, 6, 42, 18, 20, 54, 22, 84, 50, 98, 78, 82, 72, 58, 48, 50, 24, 68]),
            DigitGlyph.Of([62, 2, 30, 48, 20, 78, 44, 98, 74, 88, 76, 64, 50, 54, 24, 74]),
            DigitGlyph.Of([48, 2, 26, 36, 18, 72, 36, 97, 66, 94, 72, 74, 52, 63, 24, 76]),
        ],

        // 7: plain; with a bar; with a serif and a bent stem.
        [
            DigitGlyph.Of([14, 6, 84, 5, 84, 5, 40, 98]),
            DigitGlyph.Of([14, 6, 82, 5, 82, 5, 56, 48, 42, 98], [32, 50, 74, 48]),
            DigitGlyph.Of([16, 20, 17, 5, 17, 5, 84, 7, 84, 7, 58, 40, 50, 98]),
        ],

        // 8: one crossing stroke; two loops; one from the middle.
        [
            DigitGlyph.Of([72, 16, 50, 3, 26, 18, 38, 42, 70, 64, 74, 88, 50, 98, 25, 88, 29, 64, 60, 42, 74, 22, 66, 9]),
            DigitGlyph.Of([50, 47, 26, 30, 30, 8, 50, 2, 72, 9, 74, 30, 50, 47], [50, 47, 20, 66, 23, 90, 50, 98, 79, 90, 80, 66, 50, 47]),
            DigitGlyph.Of([52, 46, 28, 28, 36, 6, 66, 6, 72, 28, 50, 46, 26, 68, 28, 92, 54, 98, 76, 86, 72, 62, 48, 44]),
        ],

        // 9: a straight stem; a hooked tail; a bowed one.
        [
            DigitGlyph.Of([76, 26, 62, 5, 38, 5, 22, 22, 28, 44, 54, 47, 76, 26, 76, 26, 72, 98]),
            DigitGlyph.Of([77, 24, 58, 3, 30, 10, 24, 34, 44, 50, 68, 40, 77, 24, 77, 24, 80, 62, 66, 92, 30, 94]),
            DigitGlyph.Of([70, 18, 46, 3, 24, 16, 26, 40, 52, 46, 72, 26, 70, 18, 70, 18, 74, 52, 52, 98]),
        ],
    ];
}
