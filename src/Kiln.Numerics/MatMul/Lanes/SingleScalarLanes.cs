using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>One element at a time, for a processor (or a setting) without vector instructions.</summary>
internal readonly unsafe struct SingleScalarLanes : ILanes<float, float>
{
    public static int Count => 1;

    public static float Zero => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int vectors) => vectors switch { 1 => 6, 2 => 4, _ => 2 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, float value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreThrough(float* destination, float value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FirstLanes(int count) => BitConverter.Int32BitsToSingle(count > 0 ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadFirst(float* source, float mask, int count) => count > 0 ? *source : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(float* destination, float mask, int count, float value)
    {
        if (count > 0)
        {
            *destination = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float* source) => *source;

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

    // Not the fused function: without the instruction it is a slow call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float x, float y, float sum) => (x * y) + sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float x, float y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float x, float y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rectify(float x) => x < 0 ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float GreaterOrNaN(float x, float y) => BitConverter.Int32BitsToSingle(x > y || float.IsNaN(x) ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SameBits(float x, float y) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y) ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float mask, float yes, float no) => BitConverter.SingleToInt32Bits(mask) != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumFour(float x0, float x1, float x2, float x3, float* sums)
    {
        sums[0] = x0;
        sums[1] = x1;
        sums[2] = x2;
        sums[3] = x3;
    }

    public static float Places(int group, int term) =>
        0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Permute(float x, float places) => x;
}
