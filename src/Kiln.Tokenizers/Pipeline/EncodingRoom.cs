using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>Where the numbers of an encoding stand: its ids, and when they are asked for the words and then the offsets after them, in an array that may hold others' too.</summary>
/// <param name="Numbers">The array.</param>
/// <param name="Start">Where the ids begin.</param>
/// <param name="Count">How many tokens there are.</param>
/// <param name="Tracked">Whether there are words and offsets.</param>
internal readonly record struct EncodingRoom(int[] Numbers, int Start, int Count, bool Tracked)
{
    // A word and the two places of an offset.
    private const int Tracks = 3;

    /// <summary>The ids.</summary>
    public Span<int> Ids => Numbers.AsSpan(Start, Count);

    /// <summary>The words; empty when they were not asked for.</summary>
    public Span<int> Words => Tracked ? Numbers.AsSpan(Start + Count, Count) : [];

    /// <summary>The offsets; empty when they were not asked for.</summary>
    public Span<TokenOffset> Offsets => Tracked ? MemoryMarshal.Cast<int, TokenOffset>(Numbers.AsSpan(Start + (2 * Count), 2 * Count)) : [];

    /// <summary>How many numbers an encoding has.</summary>
    /// <exception cref="TokenizerException">More than an array can hold.</exception>
    public static int SizeOf(int count, bool tracked)
    {
        var size = tracked ? (1L + Tracks) * count : count;
        return size <= Array.MaxLength ? (int)size
            : throw new TokenizerException($"an encoding of {count:N0} tokens with words and offsets is {size:N0} numbers; at most {Array.MaxLength:N0} can be held; encode the text in parts");
    }

    /// <summary>A room of its own. What stands in it is not cleared.</summary>
    public static EncodingRoom Make(int count, bool tracked) => new(GC.AllocateUninitializedArray<int>(SizeOf(count, tracked)), 0, count, tracked);
}
