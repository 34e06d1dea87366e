using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>128-bit registers, 16 of them: a tile of 6 × 2 vectors takes 12 for sums, 2 for the columns and 1 for the row element.</summary>
internal readonly unsafe struct Single128Lanes : ILanes<float, Vector128<float>>
{
    public static int Count => 4;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int vectors) => vectors switch { 1 => 12, 2 => 6, _ => 3 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector128<float> value) => Vector128.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreThrough(float* destination, Vector128<float> value) => value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FirstLanes(int count) =>
        Vector128.LessThan(Vector128.Create(0f, 1f, 2f, 3f), Vector128.Create((float)count));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<float> LoadFirst(float* source, Vector128<float> mask, int count)
    {
        var value = Vector128<float>.Zero;
        for (var i = 0; i < count; i++)
        {
            ((float*)&value)[i] = source[i];
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreFirst(float* destination, Vector128<float> mask, int count, Vector128<float> value)
    {
        for (var i = 0; i < count; i++)
        {
            destination[i] = ((float*)&value)[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> sum) => Vector128.MultiplyAddEstimate(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> x, Vector128<float> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Rectify(Vector128<float> x) => Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), Vector128<float>.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> GreaterOrNaN(Vector128<float> x, Vector128<float> y) => Vector128.GreaterThan(x, y) | ~Vector128.Equals(x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SameBits(Vector128<float> x, Vector128<float> y) => Vector128.Equals(x.AsInt32(), y.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> yes, Vector128<float> no) => Vector128.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> x) => Vector128.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumFour(Vector128<float> x0, Vector128<float> x1, Vector128<float> x2, Vector128<float> x3, float* sums)
    {
        sums[0] = Sum(x0);
        sums[1] = Sum(x1);
        sums[2] = Sum(x2);
        sums[3] = Sum(x3);
    }

    public static Vector128<float> Places(int group, int term) =>
        ((Vector128<int>.Indices & Vector128.Create(-group)) + Vector128.Create(term)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Permute(Vector128<float> x, Vector128<float> places) => Vector128.ShuffleNative(x, places.AsInt32());
}
