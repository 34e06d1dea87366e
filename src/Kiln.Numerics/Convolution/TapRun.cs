namespace Kiln.Numerics;

/// <summary>
/// Neighbouring output positions along one axis whose windows meet the input in the same taps. An axis is a few of these: the positions
/// at which padding cuts the window's begin, the interior, and those at which it cuts the end. Within a run nothing depends on the
/// padding, so the padding never has to exist in memory.
/// </summary>
internal readonly struct TapRun(int start, int length, int low, int high)
{
    /// <summary>The first position.</summary>
    public int Start { get; } = start;

    /// <summary>Positions.</summary>
    public int Length { get; } = length;

    /// <summary>The first tap inside the input.</summary>
    public int Low { get; } = low;

    /// <summary>The tap after the last one inside; equal to <see cref="Low"/> when none is.</summary>
    public int High { get; } = high;

    /// <summary>Cuts an axis into runs.</summary>
    /// <param name="first">The first position.</param>
    /// <param name="end">The position after the last.</param>
    /// <param name="axis">How positions and taps map to the input.</param>
    /// <param name="runs">Room for end − first runs.</param>
    /// <returns>The number of runs.</returns>
    public static unsafe int Find(int first, int end, in TapAxis axis, TapRun* runs)
    {
        var count = 0;
        for (var position = first; position < end; position++)
        {
            var (low, high) = axis.Taps(position);
            if (count > 0 && runs[count - 1].Low == low && runs[count - 1].High == high)
            {
                runs[count - 1] = new TapRun(runs[count - 1].Start, runs[count - 1].Length + 1, low, high);
            }
            else
            {
                runs[count++] = new TapRun(position, 1, low, high);
            }
        }

        return count;
    }
}

/// <summary>One axis of a convolution: tap k at output position o looks at input position o·Stride + Offset + k·Dilation.</summary>
internal struct TapAxis
{
    /// <summary>Input positions.</summary>
    public int In;

    /// <summary>Output positions.</summary>
    public int Out;

    /// <summary>Taps of the window.</summary>
    public int Count;

    /// <summary>From one output position to the next.</summary>
    public int Stride;

    /// <summary>Where tap 0 of position 0 looks; minus the padding in the forward direction.</summary>
    public int Offset;

    /// <summary>From one tap to the next.</summary>
    public int Dilation;

    /// <summary>The taps of one position that lie inside the input, from Low up to but not including High.</summary>
    public readonly (int Low, int High) Taps(int position)
    {
        var at = ((long)position * Stride) + Offset;
        var low = at >= 0 ? 0 : (-at + Dilation - 1) / Dilation;
        var high = at >= In ? 0 : Math.Min(Count, (In - at + Dilation - 1) / Dilation);
        return low < high ? ((int)low, (int)high) : (0, 0);
    }

    /// <summary>The output positions, within a range, at which one tap lies inside the input, from First up to but not including End.</summary>
    public readonly (int First, int End) Positions(int tap, int first, int end)
    {
        var at = Offset + ((long)tap * Dilation);
        var low = at >= 0 ? 0 : (-at + Stride - 1) / Stride;
        var high = at >= In ? 0 : (In - at + Stride - 1) / Stride;
        low = Math.Max(low, first);
        high = Math.Min(high, end);
        return low < high ? ((int)low, (int)high) : (first, first);
    }
}
