using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>256-bit registers, 16 of them: a tile of 6 × 2 vectors takes 12 for sums, 2 for the columns and 1 for the row element.</summary>
internal readonly unsafe struct Double256Lanes : ILanes<double, Vector256<double>>
{
    public static int Count => 4;

    public static Vector256<double> Zero => Vector256<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int vectors) => vectors switch { 1 => 12, 2 => 6, _ => 3 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector256<double> value) => Vector256.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreThrough(double* destination, Vector256<double> value) => value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> FirstLanes(int count) =>
        Vector256.LessThan(Vector256.Create(0d, 1d, 2d, 3d), Vector256.Create((double)count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadFirst(double* source, Vector256<double> mask, int count) => Avx512F.VL.IsSupported
        ? Avx512F.VL.MaskLoad(source, mask, Vector256<double>.Zero)
        : Avx.MaskLoad(source, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(double* destination, Vector256<double> mask, int count, Vector256<double> value)
    {
        // AVX's own masked store is microcode on AMD, some twenty cycles; that of AVX-512 is one.
        if (Avx512F.VL.IsSupported)
        {
            Avx512F.VL.MaskStore(destination, mask, value);
        }
        else
        {
            Avx.MaskStore(destination, mask, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double* source) => Vector256.Create(*source);

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
    public static Vector256<double> MultiplyAdd(Vector256<double> x, Vector256<double> y, Vector256<double> sum) => Vector256.MultiplyAddEstimate(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> x, Vector256<double> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> x, Vector256<double> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Rectify(Vector256<double> x) => Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), Vector256<double>.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GreaterOrNaN(Vector256<double> x, Vector256<double> y) => Vector256.GreaterThan(x, y) | ~Vector256.Equals(x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SameBits(Vector256<double> x, Vector256<double> y) => Vector256.Equals(x.AsInt64(), y.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Select(Vector256<double> mask, Vector256<double> yes, Vector256<double> no) => Vector256.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> x) => Vector256.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumFour(Vector256<double> x0, Vector256<double> x1, Vector256<double> x2, Vector256<double> x3, double* sums)
    {
        var a = Avx.UnpackLow(x0, x1) + Avx.UnpackHigh(x0, x1);
        var b = Avx.UnpackLow(x2, x3) + Avx.UnpackHigh(x2, x3);
        Vector128.Store(a.GetLower() + a.GetUpper(), sums);
        Vector128.Store(b.GetLower() + b.GetUpper(), sums + 2);
    }

    // AVX2 permutes 64-bit lanes by constants only: here by their halves.
    public static Vector256<double> Places(int group, int term) =>
        ((Vector256<int>.Indices & Vector256.Create((-2 * group) | 1)) + Vector256.Create(2 * term)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Permute(Vector256<double> x, Vector256<double> places) => Avx2.PermuteVar8x32(x.AsSingle(), places.AsInt32()).AsDouble();
}
