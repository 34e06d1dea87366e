using System.Runtime.CompilerServices;

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

    // How many bytes the text has: what its first part took says how much room all of it will take.
    private int _textLength;

    public void Clear(bool tracks, int textLength = 0)
    {
        _textLength = textLength;
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
