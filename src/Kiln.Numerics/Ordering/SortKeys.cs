using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Numbers of any type as integers of the same order. A float's bits, read as a signed integer, grow with its magnitude; flipping the others of a negative
/// number orders those too. Zeros are equal whatever their sign, and NaN is the largest, as in NumPy and PyTorch. Complemented keys have the opposite order.
/// </summary>
internal static unsafe class SortKeys
{
    /// <summary>Keys that are made at a time, on the stack.</summary>
    public const int Block = 1024;

    /// <summary>Whether keys of 32 bits suffice.</summary>
    public static bool AreShort<T>()
        where T : unmanaged => sizeof(T) < 8;

    /// <summary>The keys of elements that lie a stride apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(T* x, nint stride, int count, bool descending, int* keys)
        where T : unmanaged
    {
        int flip = descending ? -1 : 0;
        int i = 0;
        if (typeof(T) == typeof(float) && stride == 1)
        {
            // As Of(float), Vector<int>.Count at a time.
            var flips = new Vector<int>(flip);
            for (; i <= count - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> bits = Vector.Load((int*)x + i);
                Vector<int> magnitude = bits & new Vector<int>(int.MaxValue);
                Vector<int> key = bits ^ ((bits >> 31) & new Vector<int>(int.MaxValue));
                key = Vector.AndNot(key, Vector.Equals(magnitude, Vector<int>.Zero));
                key = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<int>(0x7F80_0000)), new Vector<int>(int.MaxValue), key);
                (key ^ flips).Store(keys + i);
            }
        }

        for (; i < count; i++)
        {
            keys[i] = Short(x[i * stride]) ^ flip;
        }
    }

    /// <summary>The keys of elements of 64 bits that lie a stride apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(T* x, nint stride, int count, bool descending, long* keys)
        where T : unmanaged
    {
        long flip = descending ? -1 : 0;
        for (int i = 0; i < count; i++)
        {
            keys[i] = Long(x[i * stride]) ^ flip;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Short<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Of(Unsafe.BitCast<T, float>(value));
        }

        if (typeof(T) == typeof(Half))
        {
            return Of((float)Unsafe.BitCast<T, Half>(value));
        }

        if (typeof(T) == typeof(BFloat16))
        {
            return Of((float)Unsafe.BitCast<T, BFloat16>(value));
        }

        if (typeof(T) == typeof(int))
        {
            return Unsafe.BitCast<T, int>(value);
        }

        if (typeof(T) == typeof(sbyte))
        {
            return Unsafe.BitCast<T, sbyte>(value);
        }

        return typeof(T) == typeof(byte) ? Unsafe.BitCast<T, byte>(value) : throw Unknown(typeof(T));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Long<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(double) ? Of(Unsafe.BitCast<T, double>(value))
        : typeof(T) == typeof(long) ? Unsafe.BitCast<T, long>(value)
        : throw Unknown(typeof(T));

    private static int Of(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return float.IsNaN(value) ? int.MaxValue : value == 0 ? 0 : bits ^ ((bits >> 31) & int.MaxValue);
    }

    private static long Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return double.IsNaN(value) ? long.MaxValue : value == 0 ? 0 : bits ^ ((bits >> 63) & long.MaxValue);
    }

    private static NotSupportedException Unknown(Type type) => new($"No order for elements of type {type}.");
}
