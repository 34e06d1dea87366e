using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary><c> {2,}</c>, two spaces or more: what the files of Unigram vocabularies replace by one.</summary>
internal sealed class SpaceRunScanner : WordScanner
{
    public override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        var rest = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref text, from), end - from);
        var at = rest.IndexOf("  "u8);
        if (at < 0)
        {
            start = stop = end;
            return false;
        }

        var run = rest[at..].IndexOfAnyExcept((byte)' ');
        (start, stop) = (from + at, run < 0 ? end : from + at + run);
        return true;
    }
}
