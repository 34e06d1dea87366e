using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <content>The maps of an output that is pooled by windows of 2 × 2: each tile is a window.</content>
internal static unsafe partial class WinogradTransforms<T, TVector, TLanes>
{
    /// <summary>
    /// As <see cref="Output"/>, of which only the largest of the four pixels is stored, and which one it was: 0 to 3, row by row. NaN is larger
    /// than everything; of equal ones the first wins.
    /// </summary>
    /// <param name="points">Point 0.</param>
    /// <param name="step">From one point to the next.</param>
    /// <param name="bias">The channels' bias, or null.</param>
    /// <param name="rectify">Store max(y, 0).</param>
    /// <param name="lanes">Channels that exist.</param>
    /// <param name="largest">Where the largest goes.</param>
    /// <param name="winners">Where its number goes, or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PooledOutput(T* points, nint step, T* bias, bool rectify, int lanes, T* largest, int* winners)
    {
        var mask = TLanes.FirstLanes(lanes);
        Patch(points, step, bias, rectify, mask, lanes, out var y00, out var y01, out var y10, out var y11);
        Write(largest, mask, lanes, WindowMaximum<T, TVector, TLanes>.Of(y00, y01, y10, y11, out var winner));
        if (winners != null)
        {
            LaneIndices<T, TVector, TLanes>.Store(winners, mask, lanes, winner);
        }
    }

    /// <summary>As <see cref="OutputGradient"/>, where one of the four pixels has a gradient: the adjoint of <see cref="PooledOutput"/>.</summary>
    /// <param name="gradient">The gradient of the largest.</param>
    /// <param name="winners">Its number.</param>
    /// <param name="lanes">Channels that exist; the others become zero.</param>
    /// <param name="points">Point 0.</param>
    /// <param name="step">From one point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PooledOutputGradient(T* gradient, int* winners, int lanes, T* points, nint step)
    {
        var mask = TLanes.FirstLanes(lanes);
        WindowMaximum<T, TVector, TLanes>.Spread(
            Read(gradient, mask, lanes),
            LaneIndices<T, TVector, TLanes>.Load(winners, mask, lanes),
            out var y00,
            out var y01,
            out var y10,
            out var y11);
        PatchGradient(y00, y01, y10, y11, points, step);
    }
}
