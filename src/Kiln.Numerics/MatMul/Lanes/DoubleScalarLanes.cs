using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>One element at a time, for a processor (or a setting) without vector instructions.</summary>
internal readonly unsafe struct DoubleScalarLanes : ILanes<double, double>
{
    public static int Count => 1;

    public static double Zero => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows(int vectors) => vectors switch { 1 => 6, 2 => 4, _ => 2 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(double* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreThrough(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FirstLanes(int count) => BitConverter.Int64BitsToDouble(count > 0 ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadFirst(double* source, double mask, int count) => count > 0 ? *source : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(double* destination, double mask, int count, double value)
    {
        if (count > 0)
        {
            *destination = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double* source) => *source;

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

    // Not the fused function: without the instruction it is a slow call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double x, double y, double sum) => (x * y) + sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double x, double y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double x, double y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Rectify(double x) => x < 0 ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double GreaterOrNaN(double x, double y) => BitConverter.Int64BitsToDouble(x > y || double.IsNaN(x) ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SameBits(double x, double y) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y) ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Select(double mask, double yes, double no) => BitConverter.DoubleToInt64Bits(mask) != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumFour(double x0, double x1, double x2, double x3, double* sums)
    {
        sums[0] = x0;
        sums[1] = x1;
        sums[2] = x2;
        sums[3] = x3;
    }

    public static double Places(int group, int term) =>
        0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Permute(double x, double places) => x;
}
