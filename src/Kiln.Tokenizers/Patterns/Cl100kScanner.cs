using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// The pattern of cl100k and Llama 3, and with single digits of Qwen:
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="digits">The most digits of a number.</param>
internal sealed class Cl100kScanner(int digits) : TotalScanner
{
    public override int Next(ref byte text, int at, int end)
    {
        var first = Unsafe.Add(ref text, at);
        if (first == (byte)'\'')
        {
            var stop = Contraction(ref text, at, end, ignoreCase: true);
            if (stop > at)
            {
                return stop;
            }
        }

        var kind = ClassAt(ref text, at, out var length);
        var next = at + length;
        switch (kind)
        {
            case Letter:
                return Run(ref text, next, end, Letter);
            case Number:
                for (var i = 1; i < digits && next < end && ClassAt(ref text, next, out length) == Number; i++)
                {
                    next += length;
                }

                return next;
        }

        if (next < end && first is not ((byte)'\r' or (byte)'\n') && ClassAt(ref text, next, out length) == Letter)
        {
            return Run(ref text, next + length, end, Letter);
        }

        if (kind == Space && !(first == (byte)' ' && next < end && ClassAt(ref text, next, out _) == Other))
        {
            return SpacesAndBreaks(ref text, at, end);
        }

        var others = Run(ref text, next, end, Other);
        while (others < end && Unsafe.Add(ref text, others) is (byte)'\r' or (byte)'\n')
        {
            others++;
        }

        return others;
    }
}
