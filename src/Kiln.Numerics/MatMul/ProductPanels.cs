using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>
/// How the columns of a product are cut into panels, and the kernel for each: 4, 2 or 1 vectors and, with 512-bit registers, half a one. Only
/// the last panel may hold columns that do not exist.
/// </summary>
/// <remarks>
/// A processor that does 512-bit arithmetic in two halves (Zen 4) does one half in half the time, so up to eight floats at the end of a row
/// cost half of what sixteen cost. The halves are the kernels for 256-bit registers.
/// </remarks>
internal readonly unsafe struct ProductPanels<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private static bool HasHalf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TVector) == typeof(Vector512<T>);
    }

    /// <summary>Columns, with padding, of the panel that starts with <paramref name="columns"/> columns to go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Width(int columns, int widest)
    {
        if (columns >= widest * TLanes.Count)
        {
            return widest * TLanes.Count;
        }

        if (columns >= 2 * TLanes.Count)
        {
            return 2 * TLanes.Count;
        }

        if (HasHalf)
        {
            return columns > TLanes.Count + (TLanes.Count / 2) ? 2 * TLanes.Count
                : columns > TLanes.Count / 2 ? TLanes.Count
                : TLanes.Count / 2;
        }

        return columns > TLanes.Count ? 2 * TLanes.Count : TLanes.Count;
    }

    /// <summary>Columns that exist in the last vector of a panel of a width with <paramref name="columns"/> columns to go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LastLanes(int columns, int width)
    {
        var vector = Math.Min(width, TLanes.Count);
        return Math.Min(columns - (width - vector), vector);
    }

    /// <summary>The most elements per term that the panels of some columns take when each is padded.</summary>
    public static int Padded(int columns) => (columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Runs the kernel that reads whole vectors of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Full(int rows, int width, ProductJob<T>* job)
    {
        if (width == 2 * TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Full2(rows, job);
        }
        else if (width == TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Full1(rows, job);
        }
        else if (width == 4 * TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Full4(rows, job);
        }
        else if (typeof(T) == typeof(float))
        {
            ProductKernels<float, Vector256<float>, Single256Lanes>.Full1(rows, (ProductJob<float>*)job);
        }
        else
        {
            ProductKernels<double, Vector256<double>, Double256Lanes>.Full1(rows, (ProductJob<double>*)job);
        }
    }

    /// <summary>Runs the kernel that reads only the columns that exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Edge(int rows, int width, ProductJob<T>* job)
    {
        if (width == 2 * TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Edge2(rows, job);
        }
        else if (width == TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Edge1(rows, job);
        }
        else if (typeof(T) == typeof(float))
        {
            ProductKernels<float, Vector256<float>, Single256Lanes>.Edge1(rows, (ProductJob<float>*)job);
        }
        else
        {
            ProductKernels<double, Vector256<double>, Double256Lanes>.Edge1(rows, (ProductJob<double>*)job);
        }
    }

    /// <summary>Runs the kernel that reads only the columns that exist and leaves a padded copy of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pack(int rows, int width, ProductJob<T>* job)
    {
        if (width == 2 * TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Pack2(rows, job);
        }
        else if (width == TLanes.Count)
        {
            ProductKernels<T, TVector, TLanes>.Pack1(rows, job);
        }
        else if (typeof(T) == typeof(float))
        {
            ProductKernels<float, Vector256<float>, Single256Lanes>.Pack1(rows, (ProductJob<float>*)job);
        }
        else
        {
            ProductKernels<double, Vector256<double>, Double256Lanes>.Pack1(rows, (ProductJob<double>*)job);
        }
    }
}
