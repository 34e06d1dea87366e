using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>GPT-2's pattern: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.</summary>
internal sealed class Gpt2Scanner : TotalScanner
{
    public override int Next(ref byte text, int at, int end)
    {
        var run = at;
        var first = Unsafe.Add(ref text, at);
        if (first == (byte)' ')
        {
            run++;
        }
        else if (first == (byte)'\'')
        {
            var stop = Contraction(ref text, at, end, ignoreCase: false);
            if (stop > at)
            {
                return stop;
            }
        }

        if (run < end)
        {
            var kind = ClassAt(ref text, run, out var length);
            if (kind != Space)
            {
                return Run(ref text, run + length, end, kind);
            }
        }

        return Spaces(ref text, at, end);
    }
}
