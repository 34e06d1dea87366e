using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>The words of the text.</summary>
internal sealed partial class WorkText
{
    private const int ManySplits = 1 << 16;

    private TextSpan[] _splitsBefore = new TextSpan[64];
    private int _beforeCount;

    /// <summary>The words; valid up to <see cref="SplitCount"/>.</summary>
    public TextSpan[] Splits = new TextSpan[64];

    public int SplitCount;

    /// <summary>The whole text becomes one word.</summary>
    public void BeginSplits()
    {
        SplitCount = 0;
        if (Length > 0)
        {
            Splits[SplitCount++] = new(0, Length);
        }
    }

    /// <summary>Begins to make the list of words anew: returns those so far, which stay readable until the next call.</summary>
    public ReadOnlySpan<TextSpan> BeginResplit()
    {
        (Splits, _splitsBefore) = (_splitsBefore, Splits);
        var before = _splitsBefore.AsSpan(0, SplitCount);
        (_beforeCount, SplitCount) = (SplitCount, 0);
        return before;
    }

    /// <summary>Takes <see cref="BeginResplit"/> back.</summary>
    public void RestoreSplits()
    {
        (Splits, _splitsBefore) = (_splitsBefore, Splits);
        SplitCount = _beforeCount;
    }

    /// <summary>Adds a word; one without a byte is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSplit(int start, int end)
    {
        if (end <= start)
        {
            return;
        }

        if (SplitCount == Splits.Length)
        {
            GrowSplits(end);
        }

        Splits[SplitCount++] = new(start, end);
    }

    private void GrowSplits(int end)
    {
        var room = Splits.Length * 2L;
        if (SplitCount > ManySplits)
        {
            // As the words so far; memory that was never touched costs more than what is written to it, so it is not doubled on and on.
            room = Math.Clamp((long)(1.1 * SplitCount * Length / end), Splits.Length + (Splits.Length / 4L), 8 * room);
        }

        Array.Resize(ref Splits, (int)Math.Min(Array.MaxLength, room));
    }
}
