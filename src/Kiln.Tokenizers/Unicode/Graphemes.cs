using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Where characters as they are read end: the extended grapheme clusters of Unicode Standard Annex 29, as of one version of Unicode. The rules look back no further than the
/// beginning of the grapheme that they end, so graphemes are found one after the other.
/// </summary>
internal sealed class Graphemes
{
    // The values of the table, which eng/unicode/make_tables.mjs numbers.
    private const byte CarriageReturn = 1, LineFeed = 2, Control = 3, Extend = 4, Joiner = 5, Regional = 6, Prepend = 7, SpacingMark = 8,
        HangulL = 9, HangulV = 10, HangulT = 11, HangulLV = 12, HangulLVT = 13, Pictograph = 14, Consonant = 15, Linker = 16, PlainExtend = 17;

    private readonly PropertyTable _table;

    private Graphemes(int version) => _table = PropertyTable.Read("graphemes", version);

    /// <summary>Unicode 16 without the rule about Indic consonants: what regular expressions know.</summary>
    public static Graphemes Sixteen { get; } = new(16);

    /// <summary>Unicode 17: what the normalizer Precompiled knows.</summary>
    public static Graphemes Seventeen { get; } = new(17);

    /// <summary>The length in bytes of the grapheme that a text of UTF-8 begins with; half of a surrogate pair counts as U+FFFD.</summary>
    public int LengthOf(ReadOnlySpan<byte> text)
    {
        var at = 0;
        ref var bytes = ref Unsafe.AsRef(in text[0]);
        for (var state = default(State); at < text.Length;)
        {
            var point = CodePoints.Decode(ref Unsafe.Add(ref bytes, at), out var length);
            if (!state.Continues(KindOf(point)) && at > 0)
            {
                break;
            }

            at += length;
        }

        return Math.Min(at, text.Length);
    }

    /// <summary>The number of characters of the grapheme that a text begins with.</summary>
    public int LengthOf(ReadOnlySpan<int> text)
    {
        var state = default(State);
        for (var at = 0; at < text.Length; at++)
        {
            if (!state.Continues(KindOf(text[at])) && at > 0)
            {
                return at;
            }
        }

        return text.Length;
    }

    private byte KindOf(int point) => point is >= 0xD800 and <= 0xDFFF ? (byte)0 : _table[point];

    /// <summary>What the rules need to know of the grapheme so far.</summary>
    private struct State
    {
        private byte _last;

        // After a pictograph and what extends it; after an odd number of regional indicators; after a consonant, and after a linker behind one.
        private bool _afterPictograph, _isHalfFlag, _afterConsonant, _afterLinker;

        /// <summary>Adds a character; whether it belongs to the same grapheme as the one before.</summary>
        public bool Continues(byte kind)
        {
            var joined = Joins(kind);
            _isHalfFlag = kind == Regional && !(joined && _isHalfFlag && _last == Regional);
            (_afterConsonant, _afterLinker) = kind switch
            {
                Consonant => (true, false),
                Linker => (_afterConsonant, _afterConsonant),
                Extend or Joiner => (_afterConsonant, _afterLinker),
                _ => (false, false),
            };
            _afterPictograph = kind == Pictograph || (_afterPictograph && (kind == Joiner || IsExtend(kind)) && _last != Joiner);
            _last = kind;
            return joined;
        }

        private readonly bool Joins(byte kind)
        {
            if (_last is CarriageReturn or LineFeed or Control || kind is CarriageReturn or LineFeed or Control)
            {
                return _last == CarriageReturn && kind == LineFeed;
            }

            return kind == Joiner || IsExtend(kind) || kind == SpacingMark || _last == Prepend
                || (_last == HangulL && kind is (HangulL or HangulV or HangulLV or HangulLVT))
                || (_last is (HangulV or HangulLV) && kind is (HangulV or HangulT))
                || (_last is (HangulT or HangulLVT) && kind == HangulT)
                || (kind == Consonant && _afterLinker)
                || (kind == Pictograph && _last == Joiner && _afterPictograph)
                || (kind == Regional && _isHalfFlag);
        }

        private static bool IsExtend(byte kind) => kind is Extend or Linker or PlainExtend;
    }
}
