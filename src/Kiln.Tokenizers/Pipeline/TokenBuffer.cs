using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tokenizers;

/// <summary>
/// The tokens of a text while it is encoded: ids, where each ends in the text that the model saw, and when offsets are asked for, where it begins.
/// A model says a token's id and how many bytes it covers; the tokens of a word follow one another without gaps.
/// </summary>
internal sealed class TokenBuffer
{
    /// <summary>Words that are remembered are copied in blocks of eight, so there is always room for that many more.</summary>
    public const int Slack = 8;

    private const int ManyTokens = 1 << 16;

    public int[] Ids = new int[256 + Slack];

    /// <summary>Where tokens end; of words that were remembered only when offsets are asked for.</summary>
    public int[] Ends = new int[256 + Slack];

    public int[] Starts = [], Words = [];

    /// <summary>Whether starts, ends and word numbers are asked for.</summary>
    public bool Tracks;

    /// <summary>The number of tokens so far.</summary>
    public int Count;

    /// <summary>Where the next token begins, and the number of the word it belongs to (-1 for none).</summary>
    public int Position, Word;

    /// <summary>
    /// The spaces at both ends of tokens that read as the text does where they were found, by their place among the tokens: added tokens and what Unigram does not know. Others
    /// read as in the vocabulary. Only for tokenizers that trim offsets.
    /// </summary>
    public readonly Dictionary<int, (int Leading, int Trailing)> SpacesAround = [];

    // How many bytes the text has: what its first part took says how much room all of it will take.
    private int _textLength;

    public void Clear(bool tracks, int textLength = 0)
    {
        _textLength = textLength;
        SpacesAround.Clear();
        (Tracks, Count, Position, Word) = (tracks, 0, 0, 0);
        if (tracks && Starts.Length != Ids.Length)
        {
            GrowTracks();
        }
    }

    /// <summary>Adds a token that covers the next <paramref name="byteLength"/> bytes of the word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int byteLength)
    {
        var count = Count;
        if (count + Slack >= Ids.Length)
        {
            Grow(1);
        }

        Ids[count] = id;
        Ends[count] = Position + byteLength;
        if (Tracks)
        {
            Starts[count] = Position;
            Words[count] = Word;
        }

        Position += byteLength;
        Count = count + 1;
    }

    /// <summary>Adds a token that covers the next <paramref name="byteLength"/> bytes of the word, and does not go on: further tokens may cover them too.</summary>
    public void AddHere(int id, int byteLength)
    {
        Add(id, byteLength);
        Position -= byteLength;
    }

    /// <summary>Lets the last token cover <paramref name="byteLength"/> bytes more.</summary>
    public void Extend(int byteLength)
    {
        Position += byteLength;
        Ends[Count - 1] = Position;
    }

    /// <summary>Where the ids of a word that is remembered may be written, from <see cref="Count"/> on: up to eight of them, of which <see cref="AddKnown"/> says how many count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Room()
    {
        if (Count + (2 * Slack) > Ids.Length)
        {
            Reserve(Slack);
        }

        return ref MemoryMarshal.GetArrayDataReference(Ids);
    }

    /// <summary>Adds the tokens of a word whose ids were written already.</summary>
    /// <param name="ends">Bit i is set where a token ends after byte i of the word.</param>
    /// <param name="length">The length of the word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddKnown(uint ends, int length)
    {
        var count = Count;
        Count = count + BitOperations.PopCount(ends);
        if (Tracks)
        {
            Track(ends, count);
        }

        Position += length;
    }

    /// <summary>Makes room for <paramref name="more"/> tokens and the slack.</summary>
    public void Reserve(int more)
    {
        if (Count + more + Slack > Ids.Length)
        {
            Grow(more);
        }
    }

    public void Trim(int limit)
    {
        if (Ids.Length > limit)
        {
            (Ids, Ends, Starts, Words) = (new int[256 + Slack], new int[256 + Slack], [], []);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Track(uint ends, int at)
    {
        // Four tokens at once, as there is room for more than there are: most words have fewer, and how many is hard to foresee.
        for (var start = Position; ends != 0; at += 4)
        {
            var first = BitOperations.TrailingZeroCount(ends) + 1;
            ends &= ends - 1;
            var second = BitOperations.TrailingZeroCount(ends) + 1;
            ends &= ends - 1;
            var third = BitOperations.TrailingZeroCount(ends) + 1;
            ends &= ends - 1;
            var fourth = BitOperations.TrailingZeroCount(ends) + 1;
            ends &= ends - 1;
            var position = Vector128.Create(Position);
            (position + Vector128.Create(first, second, third, fourth)).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(Ends), (nuint)at);
            (position + Vector128.Create(start - Position, first, second, third)).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(Starts), (nuint)at);
            Vector128.Create(Word).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(Words), (nuint)at);
            start = Position + fourth;
        }
    }

    private void Grow(int more)
    {
        var room = Ids.Length * 2L;
        if (Count > ManyTokens && Position > Count / 8)
        {
            // Memory that was never touched costs more than what is written to it, so it is not doubled on and on.
            room = Math.Clamp((long)(1.1 * Count * _textLength / Position), Ids.Length + (Ids.Length / 4L), 8 * room);
        }

        room = Math.Min(Array.MaxLength, Math.Max(room, (long)Count + more + (2 * Slack)));
        Array.Resize(ref Ids, (int)room);
        Array.Resize(ref Ends, (int)room);
        if (Tracks)
        {
            GrowTracks();
        }
    }

    private void GrowTracks()
    {
        Array.Resize(ref Starts, Ids.Length);
        Array.Resize(ref Words, Ids.Length);
    }
}
