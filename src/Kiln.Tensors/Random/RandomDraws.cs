using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Tensors;

/// <summary>Turns the words of Philox blocks into draws of one kind, eight blocks (32 words, 32 draws) at a time.</summary>
/// <remarks>
/// Draw number <c>e</c> belongs to group <c>e / 32</c>; inside the group, draw <c>8 w + b</c> comes from word <c>w</c> of block <c>b</c>.
/// That order is what a processor with eight lanes computes: word <c>w</c> of eight counters is one vector and is stored in one go.
/// </remarks>
internal interface IGroupDraw<T>
    where T : unmanaged
{
    /// <summary>Stores 32 draws; vector <c>w</c> holds word <c>w</c> of the eight blocks.</summary>
    public void Store(Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, Span<T> group);

    /// <summary>The same for one block: stores the draws at <c>block, 8 + block, 16 + block, 24 + block</c>.</summary>
    public void Store(uint w0, uint w1, uint w2, uint w3, int block, Span<T> group);
}

/// <summary>Fills a span from a stream of groups, whole groups straight into the destination.</summary>
internal static class RandomDraws
{
    internal const int GroupSize = 32;
    private const int BlocksPerGroup = 8;

    internal static void Fill<T, TDraw>(ulong key, ulong stream, Span<T> destination, long firstElement, TDraw draw, bool allowVectors = true)
        where T : unmanaged
        where TDraw : struct, IGroupDraw<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstElement);
        var vectors = allowVectors && Vector128.IsHardwareAccelerated;
        var group = (ulong)firstElement / GroupSize;
        var skip = (int)((ulong)firstElement % GroupSize);
        Span<T> partial = stackalloc T[GroupSize];
        while (!destination.IsEmpty)
        {
            var whole = skip == 0 && destination.Length >= GroupSize;
            var target = whole ? destination[..GroupSize] : partial;
            if (vectors)
            {
                FillGroupWithVectors(key, stream, group, target, draw);
            }
            else
            {
                FillGroup(key, stream, group, target, draw);
            }

            var taken = Math.Min(GroupSize - skip, destination.Length);
            if (!whole)
            {
                partial.Slice(skip, taken).CopyTo(destination);
            }

            destination = destination[taken..];
            skip = 0;
            group++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillGroupWithVectors<T, TDraw>(ulong key, ulong stream, ulong group, Span<T> target, TDraw draw)
        where T : unmanaged
        where TDraw : struct, IGroupDraw<T>
    {
        var low = Philox.FourBlocks(group * BlocksPerGroup, stream, key);
        var high = Philox.FourBlocks((group * BlocksPerGroup) + 4, stream, key);
        draw.Store(
            Vector256.Narrow(low.W0, high.W0),
            Vector256.Narrow(low.W1, high.W1),
            Vector256.Narrow(low.W2, high.W2),
            Vector256.Narrow(low.W3, high.W3),
            target);
    }

    private static void FillGroup<T, TDraw>(ulong key, ulong stream, ulong group, Span<T> target, TDraw draw)
        where T : unmanaged
        where TDraw : struct, IGroupDraw<T>
    {
        for (var block = 0; block < BlocksPerGroup; block++)
        {
            var (w0, w1, w2, w3) = Philox.Block((group * BlocksPerGroup) + (ulong)block, stream, key);
            draw.Store(w0, w1, w2, w3, block, target);
        }
    }
}
