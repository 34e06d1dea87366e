using System.Globalization;

namespace Kiln.Estimators;

/// <summary>What Python's <c>\w</c> takes: letters, digits and other numbers, and the underscore; unlike .NET's it takes no combining marks.</summary>
internal static class WordCharacters
{
    private static readonly bool[] s_word = Make();

    /// <summary>Whether a character belongs to a word; of a pair of surrogates each half says what the pair is.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, int at)
    {
        var unit = text[at];
        return char.IsSurrogate(unit) ? IsPair(text, at) : s_word[unit];
    }

    private static bool IsPair(ReadOnlySpan<char> text, int at)
    {
        var high = char.IsLowSurrogate(text[at]) ? at - 1 : at;
        return high >= 0 && high + 1 < text.Length && char.IsSurrogatePair(text[high], text[high + 1])
            && IsWord(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[high], text[high + 1])));
    }

    private static bool IsWord(UnicodeCategory category) => category
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool[] Make()
    {
        var word = new bool[char.MaxValue + 1];
        for (var unit = 0; unit < word.Length; unit++)
        {
            word[unit] = unit == '_' || IsWord(CharUnicodeInfo.GetUnicodeCategory((char)unit));
        }

        return word;
    }
}
