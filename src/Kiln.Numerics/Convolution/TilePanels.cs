using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>The kernels of a direct convolution for panels cut as those of <see cref="ProductPanels{T, TVector, TLanes}"/>: two vectors, one, or half a one.</summary>
internal static unsafe class TilePanels<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Widest = 2;

    /// <summary>Columns, with padding, of the panel that starts with <paramref name="columns"/> columns to go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Width(int columns) => ProductPanels<T, TVector, TLanes>.Width(columns, Widest);

    /// <summary>The most rows of a tile of a width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int width) =>
        width > TLanes.Count ? TLanes.MaxRows(Widest)
        : width == TLanes.Count ? TLanes.MaxRows(1)
        : typeof(T) == typeof(float) ? Single256Lanes.MaxRows(1)
        : Double256Lanes.MaxRows(1);

    /// <summary>Runs the kernel of a width that walks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Walk(int rows, int width, TileJob<T>* job)
    {
        if (width > TLanes.Count)
        {
            TileKernels<T, TVector, TLanes>.Walk2(rows, job);
        }
        else if (width == TLanes.Count)
        {
            TileKernels<T, TVector, TLanes>.Walk1(rows, job);
        }
        else if (typeof(T) == typeof(float))
        {
            TileKernels<float, Vector256<float>, Single256Lanes>.Walk1(rows, (TileJob<float>*)job);
        }
        else
        {
            TileKernels<double, Vector256<double>, Double256Lanes>.Walk1(rows, (TileJob<double>*)job);
        }
    }

    /// <summary>Runs the kernel of a width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int rows, int width, TileJob<T>* job)
    {
        if (width > TLanes.Count)
        {
            TileKernels<T, TVector, TLanes>.Run2(rows, job);
        }
        else if (width == TLanes.Count)
        {
            TileKernels<T, TVector, TLanes>.Run1(rows, job);
        }
        else if (typeof(T) == typeof(float))
        {
            TileKernels<float, Vector256<float>, Single256Lanes>.Run1(rows, (TileJob<float>*)job);
        }
        else
        {
            TileKernels<double, Vector256<double>, Double256Lanes>.Run1(rows, (TileJob<double>*)job);
        }
    }
}
