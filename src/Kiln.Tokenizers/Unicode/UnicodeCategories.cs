using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// The general category of every character as of one version of Unicode. The reference's parts know different ones, each of its own library, which is what decides
/// where a rare or recent character is cut.
/// </summary>
internal sealed class UnicodeCategories
{
    private readonly PropertyTable _table;

    private UnicodeCategories(int version) => _table = PropertyTable.Read("categories", version);

    /// <summary>Unicode 8: what BERT's normalizer and pre-tokenizer take for controls, marks and punctuation.</summary>
    public static UnicodeCategories Eight { get; } = new(8);

    /// <summary>Unicode 9: the marks that StripAccents leaves out.</summary>
    public static UnicodeCategories Nine { get; } = new(9);

    /// <summary>Unicode 16: the classes of regular expressions, and so of the published patterns.</summary>
    public static UnicodeCategories Sixteen { get; } = new(16);

    /// <summary>Unicode 17: the digits of the pre-tokenizer of that name.</summary>
    public static UnicodeCategories Seventeen { get; } = new(17);

    /// <summary>The number of a character's category, as of <see cref="System.Globalization.UnicodeCategory"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Of(int codePoint) => _table[codePoint];

    /// <summary>Whether a character's category is one of those whose bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(int codePoint, uint categories) => (categories >> _table[codePoint] & 1) != 0;
}
