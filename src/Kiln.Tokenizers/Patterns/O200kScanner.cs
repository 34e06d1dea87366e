using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// The pattern of o200k, which also ends words where a capital follows a small letter; without contractions and with single digits that of Mistral's newer
/// vocabularies. With U for <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c>, L for <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c> and C for the contractions:
/// <c>[^\r\n\p{L}\p{N}]?U*L+C?|[^\r\n\p{L}\p{N}]?U+L*C?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="digits">The most digits of a number.</param>
/// <param name="contractions">Whether words take English contractions.</param>
internal sealed class O200kScanner(int digits, bool contractions) : TotalScanner
{
    private const uint Upper = CodePoints.UpperLetters, Lower = CodePoints.LowerLetters, Both = CodePoints.CaselessLetters | CodePoints.Marks;

    public override int Next(ref byte text, int at, int end)
    {
        var first = Unsafe.Add(ref text, at);
        var kind = ClassAt(ref text, at, out var length);
        var next = at + length;
        if (kind == Number)
        {
            for (var i = 1; i < digits && next < end && ClassAt(ref text, next, out length) == Number; i++)
            {
                next += length;
            }

            return next;
        }

        var word = Word(ref text, at, next, end, kind, first);
        if (word > at)
        {
            return contractions ? Contraction(ref text, word, end, ignoreCase: true) : word;
        }

        if (kind == Space && !(first == (byte)' ' && next < end && ClassAt(ref text, next, out _) == Other))
        {
            return SpacesAndBreaks(ref text, at, end);
        }

        var others = Run(ref text, next, end, Other);
        while (others < end && Unsafe.Add(ref text, others) is (byte)'\r' or (byte)'\n' or (byte)'/')
        {
            others++;
        }

        return others;
    }

    /// <summary>Both alternatives of a word, each first with the character before the word and then without; <paramref name="at"/> for no match.</summary>
    private static int Word(ref byte text, int at, int next, int end, byte kind, byte first)
    {
        var mayPrefix = kind != Letter && first is not ((byte)'\r' or (byte)'\n');
        var (prefixed, prefixedUpper) = (-1, -1);
        if (mayPrefix)
        {
            prefixed = Capitals(ref text, next, end, out prefixedUpper);
            if (prefixed >= 0)
            {
                return prefixed;
            }
        }

        var plain = Capitals(ref text, at, end, out var plainUpper);
        if (plain >= 0)
        {
            return plain;
        }

        // Only capitals: the second alternative.
        return mayPrefix && prefixedUpper > next ? prefixedUpper : plainUpper;
    }

    /// <summary>
    /// <c>U*L+</c> from a place. Returns its end, or -1 when it does not match; <paramref name="upperEnd"/> is the end of <c>U*</c> alone.
    /// After the run of U comes either a small letter, and L+ takes what it can; or L+ has to begin within the run, at its last
    /// character that is in both sets, and ends after it.
    /// </summary>
    private static int Capitals(ref byte text, int at, int end, out int upperEnd)
    {
        var lastBoth = -1;
        uint bit = 0;
        int length;
        for (; at < end; at += length)
        {
            bit = BitAt(ref text, at, out length);
            if ((bit & (Upper | Both)) == 0)
            {
                break;
            }

            lastBoth = (bit & Both) != 0 ? at + length : lastBoth;
        }

        upperEnd = at;
        if (at == end || (bit & Lower) == 0)
        {
            return lastBoth;
        }

        while (at < end && (BitAt(ref text, at, out length) & (Lower | Both)) != 0)
        {
            at += length;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BitAt(ref byte text, int at, out int length) =>
        1u << (CodePoints.Info(CodePoints.Decode(ref Unsafe.Add(ref text, at), out length)) & 0x1F);
}
