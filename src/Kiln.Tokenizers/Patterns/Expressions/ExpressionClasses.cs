using System.Collections.Concurrent;

namespace Kiln.Tokenizers;

/// <summary>The named classes of expressions, as Oniguruma has them for UTF-8 and Unicode 16: <c>\p{…}</c>, <c>[:…:]</c> and the letters after a backslash.</summary>
internal static class ExpressionClasses
{
    private const int LongestName = 64;

    // Control, surrogate and unassigned.
    private const uint Blind = 1u << (int)System.Globalization.UnicodeCategory.Control | 1u << (int)System.Globalization.UnicodeCategory.Surrogate | 1u << 29;

    private static readonly PropertyTable Categories = PropertyTable.Read("categories", 16);
    private static readonly Lazy<PropertyTable> Letters = new(() => PropertyTable.Read("letters", 16));
    private static readonly ConcurrentDictionary<string, CodePointSet?> Known = new(StringComparer.Ordinal);

    private static readonly Lazy<Dictionary<string, CodePointSet>> Properties = new(ReadProperties);

    private static readonly string[] CategoryNames =
    [
        "lu", "ll", "lt", "lm", "lo", "mn", "mc", "me", "nd", "nl", "no", "zs", "zl", "zp", "cc", "cf", "cs", "co", "pc", "pd", "ps", "pe", "pi", "pf", "po", "sm", "sc", "sk", "so", "cn",
    ];

    private static readonly string[] BracketNames =
        ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["letter"] = "l",
        ["uppercaseletter"] = "lu",
        ["lowercaseletter"] = "ll",
        ["titlecaseletter"] = "lt",
        ["modifierletter"] = "lm",
        ["otherletter"] = "lo",
        ["mark"] = "m",
        ["combiningmark"] = "m",
        ["nonspacingmark"] = "mn",
        ["spacingmark"] = "mc",
        ["enclosingmark"] = "me",
        ["number"] = "n",
        ["decimalnumber"] = "nd",
        ["letternumber"] = "nl",
        ["othernumber"] = "no",
        ["separator"] = "z",
        ["spaceseparator"] = "zs",
        ["lineseparator"] = "zl",
        ["paragraphseparator"] = "zp",
        ["other"] = "c",
        ["control"] = "cc",
        ["format"] = "cf",
        ["surrogate"] = "cs",
        ["privateuse"] = "co",
        ["unassigned"] = "cn",
        ["punctuation"] = "p",
        ["connectorpunctuation"] = "pc",
        ["dashpunctuation"] = "pd",
        ["openpunctuation"] = "ps",
        ["closepunctuation"] = "pe",
        ["initialpunctuation"] = "pi",
        ["finalpunctuation"] = "pf",
        ["otherpunctuation"] = "po",
        ["symbol"] = "s",
        ["mathsymbol"] = "sm",
        ["currencysymbol"] = "sc",
        ["modifiersymbol"] = "sk",
        ["othersymbol"] = "so",
        ["alphabetic"] = "alpha",
        ["lowercase"] = "lower",
        ["uppercase"] = "upper",
        ["whitespace"] = "space",
        ["wspace"] = "space",
        ["posixpunct"] = "punct",
        ["casedletter"] = "lc",
    };

    public static CodePointSet Space { get; } = CodePointSet.Union(
        CodePointSet.Range(0x09, 0x0D), CodePointSet.Range(0x20, 0x20), CodePointSet.Range(0x85, 0x85), CodePointSet.Range(0xA0, 0xA0), CodePointSet.Range(0x1680, 0x1680),
        CodePointSet.Range(0x2000, 0x200A), CodePointSet.Range(0x2028, 0x2029), CodePointSet.Range(0x202F, 0x202F), CodePointSet.Range(0x205F, 0x205F), CodePointSet.Range(0x3000, 0x3000));

    public static CodePointSet Digit { get; } = OfCategories(CodePoints.DecimalDigits);

    /// <summary>What <c>\w</c> means within a class: alphabetic characters, marks, decimal digits and connectors.</summary>
    public static CodePointSet WordMember { get; } = CodePointSet.Union(
        OfLetters(1), OfCategories(CodePoints.Marks | CodePoints.DecimalDigits | (1u << (int)System.Globalization.UnicodeCategory.ConnectorPunctuation)));

    /// <summary>What <c>\w</c> means by itself and for <c>\b</c>: of Latin-1 its other numbers (² ³ ¹ ¼ ½ ¾) too.</summary>
    public static CodePointSet Word { get; } = CodePointSet.Union(WordMember, CodePointSet.Range(0xB2, 0xB3), CodePointSet.Range(0xB9, 0xB9), CodePointSet.Range(0xBC, 0xBE));

    public static CodePointSet HexDigit { get; } = CodePointSet.Union(CodePointSet.Range('0', '9'), CodePointSet.Range('A', 'F'), CodePointSet.Range('a', 'f'));

    /// <summary>The class that a letter after a backslash means, or null.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="inClass">Whether it stands in a class.</param>
    /// <param name="isAscii">Whether it means characters of ASCII alone, or their opposite.</param>
    public static CodePointSet? OfEscape(char letter, bool inClass, bool isAscii) => isAscii && letter is 'w' or 's' or 'd' or 'W' or 'S' or 'D'
        ? char.IsAsciiLetterUpper(letter) ? Ascii(OfEscape(char.ToLowerInvariant(letter), inClass)!).Complement() : Ascii(OfEscape(letter, inClass)!)
        : OfEscape(letter, inClass);

    /// <summary>The characters of ASCII in a set.</summary>
    public static CodePointSet Ascii(CodePointSet set) => set.Intersect(CodePointSet.Range(0, 0x7F));

    /// <summary>A set with the letters of the other case of its letters of ASCII.</summary>
    public static CodePointSet WithAsciiCases(CodePointSet set) => CodePointSet.Union(
        [set, .. Enumerable.Range('a', 26).Where(letter => set.Contains(letter) || set.Contains(letter & ~0x20)).SelectMany(letter => new[] { CodePointSet.Range(letter, letter), CodePointSet.Range(letter & ~0x20, letter & ~0x20) })]);

    /// <summary>A name without capitals, spaces, hyphens and underscores.</summary>
    public static string PlainName(ReadOnlySpan<char> name) =>
        name.Length > LongestName ? "" : string.Concat(name.ToString().Where(letter => letter is not (' ' or '_' or '-'))).ToLowerInvariant();

    /// <summary>Whether a plain name is one of those that <c>[:…:]</c> knows.</summary>
    public static bool IsBracketName(string plain) => BracketNames.Contains(plain, StringComparer.Ordinal);

    private static CodePointSet? OfEscape(char letter, bool inClass) => letter switch
    {
        'w' when inClass => WordMember,
        'W' when inClass => WordMember.Complement(),
        'd' => Digit,
        's' => Space,
        'w' => Word,
        'h' => HexDigit,
        'D' => Digit.Complement(),
        'S' => Space.Complement(),
        'W' => Word.Complement(),
        'H' => HexDigit.Complement(),
        _ => null,
    };

    /// <summary>The class of a name within <c>\p{…}</c>, without regard to case, spaces, hyphens and underscores; null when there is none.</summary>
    public static CodePointSet? OfProperty(ReadOnlySpan<char> name, bool inClass)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        var plain = PlainName(name);
        return plain switch
        {
            "punct" => Known.GetOrAdd("p", Make),
            "word" when !inClass => Word,
            _ => Known.GetOrAdd(LongNames.GetValueOrDefault(plain, plain), Make),
        };
    }

    /// <summary>The class of a name within <c>[:…:]</c>, or null; its punctuation has the symbols too.</summary>
    public static CodePointSet? OfBracket(ReadOnlySpan<char> name) => BracketNames.Contains(name.ToString(), StringComparer.Ordinal) ? Known.GetOrAdd(name.ToString(), Make) : null;

    private static CodePointSet? Make(string name)
    {
        uint mask = 0;
        for (var i = 0; i < CategoryNames.Length; i++)
        {
            mask |= CategoryNames[i] == name || (name.Length == 1 && CategoryNames[i][0] == name[0]) ? 1u << i : 0;
        }

        return mask != 0 ? OfCategories(mask) : name switch
        {
            "any" => CodePointSet.All,
            "ascii" => CodePointSet.Range(0, 0x7F),
            "assigned" => OfCategories(1u << 29).Complement(),
            "alpha" => OfLetters(1),
            "lower" => OfLetters(2),
            "upper" => OfLetters(4),
            "digit" => Digit,
            "alnum" => CodePointSet.Union(OfLetters(1), Digit),
            "space" => Space,
            "blank" => CodePointSet.Union(CodePointSet.Range(0x09, 0x09), OfCategories(1u << (int)System.Globalization.UnicodeCategory.SpaceSeparator)),
            "cntrl" => OfCategories(1u << (int)System.Globalization.UnicodeCategory.Control),
            "punct" => OfCategories(CodePoints.Punctuations | CodePoints.Symbols),
            "word" => WordMember,
            "xdigit" => HexDigit,
            "graph" => CodePointSet.Union(Space, OfCategories(Blind)).Complement(),
            "print" => CodePointSet.Union(CodePointSet.Union(Space, OfCategories(Blind)).Complement(), OfCategories(1u << (int)System.Globalization.UnicodeCategory.SpaceSeparator)),
            "lc" => OfCategories(0b111),
            _ => Scripts.Sixteen.Find(ExpressionNames.Scripts.GetValueOrDefault(name, name)) is >= 0 and var script ? Scripts.Sixteen.Members((byte)script)
                : Properties.Value.GetValueOrDefault(ExpressionNames.Properties.GetValueOrDefault(name, name)),
        };
    }

    private static Dictionary<string, CodePointSet> ReadProperties()
    {
        var data = PropertyTable.Resource("properties");
        var at = 0;
        var count = PackedNumbers.Next(data, ref at);
        var properties = new Dictionary<string, CodePointSet>(count, StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            var length = PackedNumbers.Next(data, ref at);
            var name = System.Text.Encoding.ASCII.GetString(data, at, length);
            at += length;
            var ranges = new CodePointSet[PackedNumbers.Next(data, ref at)];
            var point = 0;
            for (var i = 0; i < ranges.Length; i++)
            {
                var first = point + PackedNumbers.Next(data, ref at);
                point = first + PackedNumbers.Next(data, ref at);
                ranges[i] = CodePointSet.Range(first, point - 1);
            }

            properties[name] = CodePointSet.Union(ranges);
        }

        return properties;
    }

    private static CodePointSet OfCategories(uint mask) => CodePointSet.Where(Categories, category => (mask >> category & 1) != 0);

    private static CodePointSet OfLetters(int bit) => CodePointSet.Where(Letters.Value, bits => (bits & bit) != 0);
}
