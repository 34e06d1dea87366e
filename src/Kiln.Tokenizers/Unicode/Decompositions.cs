using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// What Unicode normalization needs to know of characters (Unicode Standard Annex 15): the order of combining classes, full decompositions, primary composites. The data
/// is that of Unicode 9, which is what the reference knows, packed by eng/unicode/make_tables.mjs; Hangul is computed.
/// </summary>
internal sealed class Decompositions
{
    /// <summary>Set in <see cref="FlagsOf"/>.</summary>
    public const byte Canonical = 1, Compatibility = 2, Combining = 4, MayCompose = 8;

    private const int HangulFirst = 0xAC00, HangulCount = 11172, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7, VowelCount = 21, TailCount = 28;

    private readonly byte[]?[] _flags = new byte[]?[0x1100];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [], _compatibility = [];
    private readonly Dictionary<long, int> _composites = [];

    private Decompositions()
    {
        var data = PropertyTable.Resource("decompositions");
        var at = 0;
        for (int count = PackedNumbers.Next(data, ref at), point = 0; count > 0; count--)
        {
            point += PackedNumbers.Next(data, ref at);
            _classes[point] = (byte)PackedNumbers.Next(data, ref at);
            Mark(point, Combining);
        }

        ReadLists(data, ref at, _canonical, Canonical);
        ReadLists(data, ref at, _compatibility, Compatibility);
        for (var count = PackedNumbers.Next(data, ref at); count > 0; count--)
        {
            var (first, second) = (PackedNumbers.Next(data, ref at), PackedNumbers.Next(data, ref at));
            _composites[KeyOf(first, second)] = PackedNumbers.Next(data, ref at);
            Mark(second, MayCompose);
        }

        for (var point = HangulFirst; point < HangulFirst + HangulCount; point++)
        {
            Mark(point, Canonical);
        }

        for (var point = VowelFirst; point < TailFirst + TailCount; point++)
        {
            Mark(point, MayCompose);
        }
    }

    /// <summary>The data, read when first needed.</summary>
    public static Decompositions Shared { get; } = new();

    /// <summary>Whether a character decomposes, combines with the one before, or may be composed with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte FlagsOf(int point) => _flags[point >> 8] is { } page ? page[point & 0xFF] : (byte)0;

    /// <summary>The place of the canonical combining class among all classes; 0 for a character that does not combine.</summary>
    public byte ClassOf(int point) => (FlagsOf(point) & Combining) != 0 ? _classes[point] : (byte)0;

    /// <summary>Writes the full decomposition of a character; returns how many characters it has, 1 for a character that does not decompose.</summary>
    public int Decompose(int point, bool compatibility, Span<int> target)
    {
        var flags = FlagsOf(point);
        if (compatibility && (flags & Compatibility) != 0)
        {
            return Copy(_compatibility[point], target);
        }

        if ((flags & Canonical) == 0)
        {
            target[0] = point;
            return 1;
        }

        var hangul = point - HangulFirst;
        if ((uint)hangul >= HangulCount)
        {
            return Copy(_canonical[point], target);
        }

        target[0] = LeadFirst + (hangul / (VowelCount * TailCount));
        target[1] = VowelFirst + (hangul % (VowelCount * TailCount) / TailCount);
        target[2] = TailFirst + (hangul % TailCount);
        return target[2] == TailFirst ? 2 : 3;
    }

    /// <summary>The composite of two characters, or -1.</summary>
    public int Compose(int first, int second)
    {
        var (lead, vowel) = (first - LeadFirst, second - VowelFirst);
        if ((uint)lead < 19 && (uint)vowel < VowelCount)
        {
            return HangulFirst + (((lead * VowelCount) + vowel) * TailCount);
        }

        var (hangul, tail) = (first - HangulFirst, second - TailFirst);
        if ((uint)hangul < HangulCount && hangul % TailCount == 0 && tail is > 0 and < TailCount)
        {
            return first + tail;
        }

        return _composites.GetValueOrDefault(KeyOf(first, second), -1);
    }

    private static long KeyOf(int first, int second) => ((long)first << 32) | (uint)second;

    private static int Copy(int[] points, Span<int> target)
    {
        points.CopyTo(target);
        return points.Length;
    }

    private void ReadLists(ReadOnlySpan<byte> data, ref int at, Dictionary<int, int[]> lists, byte flag)
    {
        for (int count = PackedNumbers.Next(data, ref at), point = 0; count > 0; count--)
        {
            point += PackedNumbers.Next(data, ref at);
            var list = new int[PackedNumbers.Next(data, ref at)];
            for (var i = 0; i < list.Length; i++)
            {
                list[i] = PackedNumbers.Next(data, ref at);
            }

            lists[point] = list;
            Mark(point, flag);
        }
    }

    private void Mark(int point, byte flag) => (_flags[point >> 8] ??= new byte[256])[point & 0xFF] |= flag;
}
