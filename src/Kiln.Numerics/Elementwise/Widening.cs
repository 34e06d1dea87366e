using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Between the 16-bit floats and float32: widening is exact, narrowing rounds to the nearest, ties to the even one.</summary>
internal static unsafe class Widening
{
    /// <summary>Widens float16 or bfloat16.</summary>
    public static void Widen<T>(T* source, float* destination, int count)
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half))
        {
            TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(source, count), new Span<float>(destination, count));
        }
        else
        {
            WidenBFloat16((ushort*)source, destination, count);
        }
    }

    /// <summary>Narrows to float16 or bfloat16.</summary>
    public static void Narrow<T>(float* source, T* destination, int count)
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half))
        {
            TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(source, count), new Span<Half>(destination, count));
        }
        else
        {
            NarrowBFloat16(source, (BFloat16*)destination, count);
        }
    }

    // The 16 bits become the upper half of 32.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenBFloat16(ushort* source, float* destination, int count)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= count - 16; i += 16)
            {
                var (low, high) = Vector256.Widen(Vector256.Load(source + i));
                (low << 16).AsSingle().Store(destination + i);
                (high << 16).AsSingle().Store(destination + i + 8);
            }
        }

        for (; i < count; i++)
        {
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }

    // Adding 0x7FFF, and one more where the kept part is odd, carries into it exactly when it is to be rounded up.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowBFloat16(float* source, BFloat16* destination, int count)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= count - 16; i += 16)
            {
                var low = Round(Vector256.Load(source + i));
                var high = Round(Vector256.Load(source + i + 8));
                Vector256.Narrow(low, high).Store((ushort*)destination + i);
            }
        }

        for (; i < count; i++)
        {
            destination[i] = (BFloat16)source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Round(Vector256<float> value)
    {
        var bits = value.AsUInt32();
        var rounded = (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256<uint>.One)) >> 16;
        var quiet = (bits >> 16) | Vector256.Create(0x40u);
        return Vector256.ConditionalSelect(Vector256.Equals(value, value).AsUInt32(), rounded, quiet);
    }
}
