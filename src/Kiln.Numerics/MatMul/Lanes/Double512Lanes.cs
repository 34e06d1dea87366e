using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>512-bit registers, 32 of them: a tile of 14 × 2 vectors takes 28 for sums, 2 for the columns and 1 for the row element.</summary>
internal readonly unsafe struct Double512Lanes : ILanes<double, Vector512<double>>
{
    public static int Count => 8;

    public static Vector512<double> Zero => Vector512<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int vectors) => vectors switch { 1 => 14, 2 => 14, _ => 6 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector512<double> value) => Vector512.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreThrough(double* destination, Vector512<double> value) => value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FirstLanes(int count) =>
        Vector512.LessThan(Vector512.Create(0d, 1d, 2d, 3d, 4d, 5d, 6d, 7d), Vector512.Create((double)count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadFirst(double* source, Vector512<double> mask, int count) => Avx512F.MaskLoad(source, mask, Vector512<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(double* destination, Vector512<double> mask, int count, Vector512<double> value) => Avx512F.MaskStore(destination, mask, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double* source) => Vector512.Create(*source);

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
    public static Vector512<double> MultiplyAdd(Vector512<double> x, Vector512<double> y, Vector512<double> sum) => Vector512.MultiplyAddEstimate(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> x, Vector512<double> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> x, Vector512<double> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Rectify(Vector512<double> x) => Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), Vector512<double>.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> GreaterOrNaN(Vector512<double> x, Vector512<double> y) => Vector512.GreaterThan(x, y) | ~Vector512.Equals(x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SameBits(Vector512<double> x, Vector512<double> y) => Vector512.Equals(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Select(Vector512<double> mask, Vector512<double> yes, Vector512<double> no) => Vector512.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> x) => Vector512.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumFour(Vector512<double> x0, Vector512<double> x1, Vector512<double> x2, Vector512<double> x3, double* sums)
    {
        var a = Avx512F.UnpackLow(x0, x1) + Avx512F.UnpackHigh(x0, x1);
        var b = Avx512F.UnpackLow(x2, x3) + Avx512F.UnpackHigh(x2, x3);
        var c = a.GetLower() + a.GetUpper();
        var d = b.GetLower() + b.GetUpper();
        Vector128.Store(c.GetLower() + c.GetUpper(), sums);
        Vector128.Store(d.GetLower() + d.GetUpper(), sums + 2);
    }

    public static Vector512<double> Places(int group, int term) =>
        ((Vector512<long>.Indices & Vector512.Create(-(long)group)) + Vector512.Create((long)term)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Permute(Vector512<double> x, Vector512<double> places) => Avx512F.PermuteVar8x64(x, places.AsInt64());
}
