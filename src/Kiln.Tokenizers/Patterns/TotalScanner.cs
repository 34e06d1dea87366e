using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>A scanner whose pattern matches everywhere, so that the words follow one another; and what the patterns of the GPT family share.</summary>
internal abstract class TotalScanner : WordScanner
{
    /// <summary>What a character is to these patterns.</summary>
    protected const byte Other = 0, Letter = 1, Number = 2, Space = 3;

    // White space also has a category of its own (controls, separators); the bit of CodePoints.Info decides before it.
    private static readonly byte[] ClassOfInfo = MakeClasses();
    private static readonly byte[] ClassOfAscii = MakeAscii();

    public sealed override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        start = stop = from;
        if (from >= end)
        {
            return false;
        }

        stop = Next(ref text, from, end);
        return true;
    }

    /// <summary>The end of the word that begins at <paramref name="at"/>, which is before <paramref name="end"/>.</summary>
    public abstract int Next(ref byte text, int at, int end);

    /// <summary>The class of the character at a place, and its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static byte ClassAt(ref byte text, int at, out int length)
    {
        var value = Unsafe.Add(ref text, at);
        if (value < 0x80)
        {
            length = 1;
            return ClassOfAscii[value];
        }

        return ClassOfInfo[CodePoints.Info(CodePoints.Decode(ref Unsafe.Add(ref text, at), out length))];
    }

    /// <summary>The end of the run of characters of a class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static int Run(ref byte text, int at, int end, byte kind)
    {
        while (at < end && ClassAt(ref text, at, out var length) == kind)
        {
            at += length;
        }

        return at;
    }

    /// <summary>
    /// <c>\s+(?!\S)|\s+</c>, where white space stands at <paramref name="at"/>: all of a run at the end of the text, all but the last character
    /// of one before something else (which that may take), and a single one.
    /// </summary>
    protected static int Spaces(ref byte text, int at, int end)
    {
        var (stop, last) = (at, at);
        while (stop < end && ClassAt(ref text, stop, out var length) == Space)
        {
            last = stop;
            stop += length;
        }

        return stop == end || last == at ? stop : last;
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: a run of white space is taken up to its last line break if it has one.</summary>
    protected static int SpacesAndBreaks(ref byte text, int at, int end)
    {
        var (stop, last, afterBreak) = (at, at, -1);
        while (stop < end && ClassAt(ref text, stop, out var length) == Space)
        {
            last = stop;
            stop += length;
            afterBreak = Unsafe.Add(ref text, last) is (byte)'\r' or (byte)'\n' ? stop : afterBreak;
        }

        return afterBreak >= 0 ? afterBreak : stop == end || last == at ? stop : last;
    }

    /// <summary>The end of <c>'s</c>, <c>'t</c>, <c>'re</c>, <c>'ve</c>, <c>'m</c>, <c>'ll</c> or <c>'d</c> at a place, or the place itself.</summary>
    protected static int Contraction(ref byte text, int at, int end, bool ignoreCase)
    {
        if (at + 1 >= end || Unsafe.Add(ref text, at) != (byte)'\'')
        {
            return at;
        }

        var fold = ignoreCase ? 0x20 : 0;
        var first = Unsafe.Add(ref text, at + 1);
        var letter = first | (first is >= (byte)'A' and <= (byte)'Z' ? fold : 0);
        switch (letter)
        {
            case 's' or 't' or 'm' or 'd':
                return at + 2;
            case 'r' or 'v' or 'l' when at + 2 < end:
                var second = Unsafe.Add(ref text, at + 2);
                var next = second | (second is >= (byte)'A' and <= (byte)'Z' ? fold : 0);
                return next == (letter == 'l' ? 'l' : 'e') ? at + 3 : at;
            case 0xC5 when ignoreCase && at + 2 < end && Unsafe.Add(ref text, at + 2) == 0xBF:
                // The long s, U+017F, is an s whose case is ignored.
                return at + 3;
            default:
                return at;
        }
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[64];
        for (var info = 0; info < classes.Length; info++)
        {
            var bit = 1u << (info & 0x1F);
            classes[info] = (info & CodePoints.Space) != 0 ? Space : (bit & CodePoints.Letters) != 0 ? Letter : (bit & CodePoints.Numbers) != 0 ? Number : Other;
        }

        return classes;
    }

    private static byte[] MakeAscii()
    {
        var classes = new byte[128];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = ClassOfInfo[CodePoints.Info(i)];
        }

        return classes;
    }
}
