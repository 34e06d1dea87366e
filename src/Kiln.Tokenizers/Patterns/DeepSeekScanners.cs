using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary><c>\p{N}{1,3}</c> (or another number of digits): the first of DeepSeek's three patterns.</summary>
/// <param name="least">The fewest digits of a match.</param>
/// <param name="most">The most digits of a match.</param>
/// <param name="categories">The categories that count as digits; 0 for 0 to 9 alone.</param>
internal sealed class DigitGroupScanner(int least, int most, uint categories) : WordScanner
{
    public override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        for (start = stop = from; start < end;)
        {
            var count = 0;
            for (stop = start; stop < end && count < most && IsDigit(ref text, stop, out var length); count++)
            {
                stop += length;
            }

            if (count >= least)
            {
                return true;
            }

            CodePoints.Decode(ref Unsafe.Add(ref text, start), out var skipped);
            start += skipped;
        }

        return false;
    }

    private bool IsDigit(ref byte text, int at, out int length)
    {
        var codePoint = CodePoints.Decode(ref Unsafe.Add(ref text, at), out length);
        return categories == 0 ? codePoint is >= '0' and <= '9' : CodePoints.Is(codePoint, categories);
    }
}

/// <summary><c>[一-龥぀-ゟ゠-ヿ]+</c>, Chinese and Japanese letters: the second of DeepSeek's patterns.</summary>
internal sealed class CjkRunScanner : WordScanner
{
    public override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        for (start = from; start < end; start++)
        {
            // All of them have three bytes, of which the first is E3 to E9.
            if (IsMember(ref text, start, end))
            {
                for (stop = start + 3; IsMember(ref text, stop, end);)
                {
                    stop += 3;
                }

                return true;
            }
        }

        stop = end;
        return false;
    }

    private static bool IsMember(ref byte text, int at, int end) =>
        at < end && Unsafe.Add(ref text, at) is >= 0xE3 and <= 0xE9
        && CodePoints.Decode(ref Unsafe.Add(ref text, at), out _) is (>= 0x4E00 and <= 0x9FA5) or (>= 0x3040 and <= 0x30FF);
}

/// <summary>
/// The third of DeepSeek's patterns: <c>[ASCII punctuation][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// Digits and most controls match none of it.
/// </summary>
internal sealed class DeepSeekScanner : WordScanner
{
    private const uint Word = CodePoints.Letters | CodePoints.Marks, Sign = CodePoints.Punctuations | CodePoints.Symbols;

    public override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        for (start = stop = from; start < end;)
        {
            stop = Match(ref text, start, end);
            if (stop > start)
            {
                return true;
            }

            CodePoints.Decode(ref Unsafe.Add(ref text, start), out var length);
            start += length;
        }

        return false;
    }

    private static int Match(ref byte text, int at, int end)
    {
        var first = Unsafe.Add(ref text, at);
        var bit = BitAt(ref text, at, out var length);
        var next = at + length;
        if (first < 0x80 && (bit & Sign) != 0)
        {
            var letters = next;
            while (letters < end && (byte)((Unsafe.Add(ref text, letters) | 0x20) - 'a') < 26)
            {
                letters++;
            }

            if (letters > next)
            {
                return letters;
            }
        }

        if (first is not ((byte)'\r' or (byte)'\n') && (bit & (CodePoints.Letters | Sign)) == 0)
        {
            var stop = Run(ref text, next, end, Word);
            if (stop > next)
            {
                return stop;
            }
        }

        if ((bit & Word) != 0)
        {
            return Run(ref text, next, end, Word);
        }

        var signs = first == (byte)' ' ? next : at;
        var signsEnd = Run(ref text, signs, end, Sign);
        if (signsEnd > signs)
        {
            while (signsEnd < end && Unsafe.Add(ref text, signsEnd) is (byte)'\r' or (byte)'\n')
            {
                signsEnd++;
            }

            return signsEnd;
        }

        return Spaces(ref text, at, end);
    }

    private static int Spaces(ref byte text, int at, int end)
    {
        var (stop, last, afterBreak) = (at, at, -1);
        while (stop < end && CodePoints.IsSpace(CodePoints.Decode(ref Unsafe.Add(ref text, stop), out var length)))
        {
            last = stop;
            stop += length;
            afterBreak = Unsafe.Add(ref text, last) is (byte)'\r' or (byte)'\n' ? stop : afterBreak;
        }

        return afterBreak >= 0 ? afterBreak : stop == end || last == at ? stop : last;
    }

    private static int Run(ref byte text, int at, int end, uint categories)
    {
        while (at < end && (BitAt(ref text, at, out var length) & categories) != 0)
        {
            at += length;
        }

        return at;
    }

    private static uint BitAt(ref byte text, int at, out int length) =>
        1u << (CodePoints.Info(CodePoints.Decode(ref Unsafe.Add(ref text, at), out length)) & 0x1F);
}
