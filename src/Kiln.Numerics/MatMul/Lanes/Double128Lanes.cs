using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>128-bit registers, 16 of them: a tile of 6 × 2 vectors takes 12 for sums, 2 for the columns and 1 for the row element.</summary>
internal readonly unsafe struct Double128Lanes : ILanes<double, Vector128<double>>
{
    public static int Count => 2;

    public static Vector128<double> Zero => Vector128<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int vectors) => vectors switch { 1 => 12, 2 => 6, _ => 3 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector128<double> value) => Vector128.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreThrough(double* destination, Vector128<double> value) => value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> FirstLanes(int count) =>
        Vector128.LessThan(Vector128.Create(0d, 1d), Vector128.Create((double)count));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<double> LoadFirst(double* source, Vector128<double> mask, int count)
    {
        var value = Vector128<double>.Zero;
        for (var i = 0; i < count; i++)
        {
            ((double*)&value)[i] = source[i];
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreFirst(double* destination, Vector128<double> mask, int count, Vector128<double> value)
    {
        for (var i = 0; i < count; i++)
        {
            destination[i] = ((double*)&value)[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(double* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> x, Vector128<double> y, Vector128<double> sum) => Vector128.MultiplyAddEstimate(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> x, Vector128<double> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> x, Vector128<double> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Rectify(Vector128<double> x) => Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<double>.Zero), Vector128<double>.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> GreaterOrNaN(Vector128<double> x, Vector128<double> y) => Vector128.GreaterThan(x, y) | ~Vector128.Equals(x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> SameBits(Vector128<double> x, Vector128<double> y) => Vector128.Equals(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Select(Vector128<double> mask, Vector128<double> yes, Vector128<double> no) => Vector128.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector128<double> x) => Vector128.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumFour(Vector128<double> x0, Vector128<double> x1, Vector128<double> x2, Vector128<double> x3, double* sums)
    {
        sums[0] = Sum(x0);
        sums[1] = Sum(x1);
        sums[2] = Sum(x2);
        sums[3] = Sum(x3);
    }

    public static Vector128<double> Places(int group, int term) =>
        ((Vector128<long>.Indices & Vector128.Create(-(long)group)) + Vector128.Create((long)term)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Permute(Vector128<double> x, Vector128<double> places) => Vector128.ShuffleNative(x, places.AsInt64());
}
