using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>How the columns of a matrix are cut into panels of 4, 2 or 1 vectors; only the last may end within a vector.</summary>
internal readonly struct ColumnPanels<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Vectors in the panel that starts at a column with <paramref name="columns"/> columns to go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Vectors(int columns, int widest)
    {
        var vectors = (columns + TLanes.Count - 1) / TLanes.Count;
        return vectors >= widest ? widest : vectors >= 2 ? 2 : 1;
    }

    /// <summary>Columns of the last vector of that panel which exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LastLanes(int columns, int vectors)
    {
        var beforeLast = (vectors - 1) * TLanes.Count;
        return Math.Min(columns - beforeLast, TLanes.Count);
    }

    /// <summary><paramref name="columns"/> rounded up to whole vectors: the width of all panels together.</summary>
    public static int Padded(int columns) => (columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Runs the kernel of the panel's width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Run(int rows, int vectors, TileJob<T>* job)
    {
        switch (vectors)
        {
            case 1:
                TileKernels<T, TVector, TLanes>.Run1(rows, job);
                break;
            case 2:
                TileKernels<T, TVector, TLanes>.Run2(rows, job);
                break;
            default:
                TileKernels<T, TVector, TLanes>.Run4(rows, job);
                break;
        }
    }
}
