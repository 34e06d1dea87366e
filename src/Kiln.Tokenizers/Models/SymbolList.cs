using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// The symbols of a word before they merge: ids, where each begins in the word, and how many bytes it covers. These follow one another but for what the
/// vocabulary lacks and leaves out.
/// </summary>
internal sealed class SymbolList
{
    public int[] Ids = new int[256], Starts = new int[256], Lengths = new int[256];

    public int Count;

    /// <summary>Adds a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int start, int length)
    {
        var count = Count;
        if (count >= Ids.Length)
        {
            Reserve(count + 1);
        }

        (Ids[count], Starts[count], Lengths[count]) = (id, start, length);
        Count = count + 1;
    }

    /// <summary>Makes room for <paramref name="count"/> symbols in all.</summary>
    public void Reserve(int count)
    {
        if (count > Ids.Length)
        {
            var room = (int)Math.Min(Array.MaxLength, Math.Max(count, Ids.Length * 2L));
            Array.Resize(ref Ids, room);
            Array.Resize(ref Starts, room);
            Array.Resize(ref Lengths, room);
        }
    }

    /// <summary>Drops the first symbols.</summary>
    public void RemoveFirst(int removed)
    {
        Count -= removed;
        Ids.AsSpan(removed, Count).CopyTo(Ids);
        Starts.AsSpan(removed, Count).CopyTo(Starts);
        Lengths.AsSpan(removed, Count).CopyTo(Lengths);
    }
}
