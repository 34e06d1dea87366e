using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The largest of the four pixels of a 2 × 2 window, and the way back: one vector of channels at a time.</summary>
internal static unsafe class WindowMaximum<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>The largest, and which one it was: 0 to 3, row by row. NaN is larger than everything; of equal ones the first wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector y00, TVector y01, TVector y10, TVector y11, out TVector winner)
    {
        var largest = y00;
        winner = TLanes.Zero;
        Compare(y01, 1, ref largest, ref winner);
        Compare(y10, 2, ref largest, ref winner);
        Compare(y11, 3, ref largest, ref winner);
        return largest;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Compare(TVector y, int number, ref TVector largest, ref TVector winner)
        {
            var larger = TLanes.GreaterOrNaN(y, largest);
            largest = TLanes.Select(larger, y, largest);
            winner = TLanes.Select(larger, LaneIndices<T, TVector, TLanes>.Broadcast(number), winner);
        }
    }

    /// <summary>The gradient where the winner was, zero elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread(TVector gradient, TVector winner, out TVector y00, out TVector y01, out TVector y10, out TVector y11)
    {
        y00 = TLanes.Select(TLanes.SameBits(winner, TLanes.Zero), gradient, TLanes.Zero);
        y01 = TLanes.Select(TLanes.SameBits(winner, LaneIndices<T, TVector, TLanes>.Broadcast(1)), gradient, TLanes.Zero);
        y10 = TLanes.Select(TLanes.SameBits(winner, LaneIndices<T, TVector, TLanes>.Broadcast(2)), gradient, TLanes.Zero);
        y11 = TLanes.Select(TLanes.SameBits(winner, LaneIndices<T, TVector, TLanes>.Broadcast(3)), gradient, TLanes.Zero);
    }

    /// <summary>Pools some images of (height, width, channels); a last row or column without a partner is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pool(int images, int height, int width, int channels, T* x, T* y, int* winners)
    {
        var row = (nint)width * channels;
        for (var line = 0; line < images * (height / 2); line++)
        {
            var top = x + ((line / (height / 2) * (nint)height) + (line % (height / 2) * 2)) * row;
            for (var column = 0; column < width / 2; column++)
            {
                for (var channel = 0; channel < channels; channel += TLanes.Count)
                {
                    var lanes = Math.Min(TLanes.Count, channels - channel);
                    var mask = TLanes.FirstLanes(lanes);
                    var from = top + channel;
                    var largest = Of(
                        Read(from, mask, lanes), Read(from + channels, mask, lanes), Read(from + row, mask, lanes), Read(from + row + channels, mask, lanes), out var winner);
                    Write(y + channel, mask, lanes, largest);
                    if (winners != null)
                    {
                        LaneIndices<T, TVector, TLanes>.Store(winners + channel, mask, lanes, winner);
                    }
                }

                top += 2 * channels;
                y += channels;
                winners = winners == null ? null : winners + channels;
            }
        }
    }

    /// <summary>The gradient of <see cref="Pool"/>'s input: written once, with the zeros of what no window covers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpool(int images, int height, int width, int channels, T* gy, int* winners, T* gx)
    {
        var row = (nint)width * channels;
        for (var image = 0; image < images; image++)
        {
            for (var line = 0; line < height / 2; line++)
            {
                var top = gx;
                for (var column = 0; column < width / 2; column++)
                {
                    for (var channel = 0; channel < channels; channel += TLanes.Count)
                    {
                        var lanes = Math.Min(TLanes.Count, channels - channel);
                        var mask = TLanes.FirstLanes(lanes);
                        Spread(
                            Read(gy + channel, mask, lanes),
                            LaneIndices<T, TVector, TLanes>.Load(winners + channel, mask, lanes),
                            out var y00,
                            out var y01,
                            out var y10,
                            out var y11);
                        var to = top + channel;
                        Write(to, mask, lanes, y00);
                        Write(to + channels, mask, lanes, y01);
                        Write(to + row, mask, lanes, y10);
                        Write(to + row + channels, mask, lanes, y11);
                    }

                    top += 2 * channels;
                    gy += channels;
                    winners += channels;
                }

                if (width % 2 != 0)
                {
                    new Span<T>(top, channels).Clear();
                    new Span<T>(top + row, channels).Clear();
                }

                gx += 2 * row;
            }

            if (height % 2 != 0)
            {
                new Span<T>(gx, checked((int)row)).Clear();
                gx += row;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Read(T* source, TVector mask, int lanes) => lanes == TLanes.Count ? TLanes.Load(source) : TLanes.LoadFirst(source, mask, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(T* destination, TVector mask, int lanes, TVector value)
    {
        if (lanes == TLanes.Count)
        {
            TLanes.Store(destination, value);
        }
        else
        {
            TLanes.StoreFirst(destination, mask, lanes, value);
        }
    }
}
