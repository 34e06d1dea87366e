using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Conversion of elements from one type to another.</summary>
/// <remarks>
/// To a narrower float: to the nearest, ties to even, overflow to infinity. From a float to int32 and int64: towards zero, out of range to the
/// nearest end, NaN to 0; to the 8-bit integers by way of int32, whose lower bits are kept. Between integers: the lower bits are kept. To bool:
/// whether it is not zero (NaN is not). From bool: 0 and 1.
/// </remarks>
public static unsafe class Conversion
{
    private const int Block = 1024;

    /// <summary>Converts a strided array to a contiguous one.</summary>
    /// <typeparam name="TFrom">float, double, Half, BFloat16, sbyte, int, long, byte or bool.</typeparam>
    /// <typeparam name="TTo">One of the same types.</typeparam>
    /// <param name="sizes">The shape.</param>
    /// <param name="x">The first element.</param>
    /// <param name="strides">Strides in elements, one for each axis.</param>
    /// <param name="y">The result, contiguous, other memory than x.</param>
    /// <exception cref="NotSupportedException">A type is none of these.</exception>
    public static void Convert<TFrom, TTo>(ReadOnlySpan<int> sizes, TFrom* x, ReadOnlySpan<int> strides, TTo* y)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var plan = BroadcastPlan.Create(sizes, strides);
        if (plan.Count == 0)
        {
            return;
        }

        var tiles = (int)((plan.Count + TileSizes.Cheap - 1) / TileSizes.Cheap);
        if (tiles < 4)
        {
            new StridedConversion<TFrom, TTo>(plan, x, y).Invoke(0, (int)plan.Count);
        }
        else
        {
            WorkerTeam.Run(
                tiles,
                new RangeTiles<StridedConversion<TFrom, TTo>>(new StridedConversion<TFrom, TTo>(plan, x, y), plan.Count, TileSizes.Cheap));
        }
    }

    /// <summary>Converts a run of elements.</summary>
    /// <typeparam name="TFrom">float, double, Half, BFloat16, sbyte, int, long, byte or bool.</typeparam>
    /// <typeparam name="TTo">One of the same types.</typeparam>
    /// <param name="x">The elements.</param>
    /// <param name="y">The result, at least as long.</param>
    /// <exception cref="ArgumentException">The result is too short.</exception>
    /// <exception cref="NotSupportedException">A type is none of these.</exception>
    public static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException($"conversion: {x.Length} elements do not fit into {y.Length}");
        }

        int size = x.Length, stride = 1;
        fixed (TFrom* px = x)
        {
            fixed (TTo* py = y)
            {
                Convert(new ReadOnlySpan<int>(in size), px, new ReadOnlySpan<int>(in stride), py);
            }
        }
    }

    private static void Run<TFrom, TTo>(TFrom* x, TTo* y, int count)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            new ReadOnlySpan<TTo>(x, count).CopyTo(new Span<TTo>(y, count));
        }
        else if (typeof(TFrom) == typeof(float))
        {
            FromFloat((float*)x, y, count);
        }
        else if (typeof(TFrom) == typeof(double))
        {
            FromFloat((double*)x, y, count);
        }
        else if (typeof(TFrom) == typeof(Half) || typeof(TFrom) == typeof(BFloat16))
        {
            var block = stackalloc float[Block];
            Widening.Widen(x, block, count);
            FromFloat(block, y, count);
        }
        else if (typeof(TFrom) == typeof(byte) || typeof(TFrom) == typeof(bool))
        {
            FromInteger((byte*)x, y, count);
        }
        else if (typeof(TFrom) == typeof(sbyte))
        {
            FromInteger((sbyte*)x, y, count);
        }
        else if (typeof(TFrom) == typeof(int))
        {
            FromInteger((int*)x, y, count);
        }
        else if (typeof(TFrom) == typeof(long))
        {
            FromInteger((long*)x, y, count);
        }
        else
        {
            throw Unknown(typeof(TFrom));
        }
    }

    private static void FromFloat<TFrom, TTo>(TFrom* x, TTo* y, int count)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(double) || typeof(TTo) == typeof(float))
        {
            if (typeof(TFrom) == typeof(TTo))
            {
                new ReadOnlySpan<TTo>(x, count).CopyTo(new Span<TTo>(y, count));
            }
            else if (typeof(TTo) == typeof(double))
            {
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<TFrom>(x, count), new Span<double>(y, count));
            }
            else
            {
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<TFrom>(x, count), new Span<float>(y, count));
            }
        }
        else if (typeof(TTo) == typeof(Half) || typeof(TTo) == typeof(BFloat16))
        {
            if (typeof(TFrom) == typeof(float))
            {
                Widening.Narrow((float*)x, y, count);
            }
            else
            {
                NarrowDoubles((double*)x, y, count);
            }
        }
        else if (typeof(TTo) == typeof(bool))
        {
            for (var i = 0; i < count; i++)
            {
                ((byte*)y)[i] = x[i] != TFrom.Zero ? (byte)1 : (byte)0;
            }
        }
        else if (typeof(TTo) == typeof(long))
        {
            for (var i = 0; i < count; i++)
            {
                ((long*)y)[i] = long.CreateSaturating(x[i]);
            }
        }
        else if (typeof(TTo) == typeof(int))
        {
            for (var i = 0; i < count; i++)
            {
                ((int*)y)[i] = int.CreateSaturating(x[i]);
            }
        }
        else if (typeof(TTo) == typeof(byte) || typeof(TTo) == typeof(sbyte))
        {
            for (var i = 0; i < count; i++)
            {
                ((byte*)y)[i] = unchecked((byte)int.CreateSaturating(x[i]));
            }
        }
        else
        {
            throw Unknown(typeof(TTo));
        }
    }

    private static void FromInteger<TFrom, TTo>(TFrom* x, TTo* y, int count)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(float))
        {
            if (typeof(TFrom) == typeof(byte))
            {
                BytesToSingle((byte*)x, (float*)y, count);
                return;
            }

            for (var i = 0; i < count; i++)
            {
                ((float*)y)[i] = float.CreateTruncating(x[i]);
            }
        }
        else if (typeof(TTo) == typeof(double))
        {
            for (var i = 0; i < count; i++)
            {
                ((double*)y)[i] = double.CreateTruncating(x[i]);
            }
        }
        else if (typeof(TTo) == typeof(Half) || typeof(TTo) == typeof(BFloat16))
        {
            // Every integer that does not become infinite is exact in float64 or far from a tie.
            var block = stackalloc double[Block];
            for (var i = 0; i < count; i++)
            {
                block[i] = double.CreateTruncating(x[i]);
            }

            NarrowDoubles(block, y, count);
        }
        else if (typeof(TTo) == typeof(bool))
        {
            for (var i = 0; i < count; i++)
            {
                ((byte*)y)[i] = x[i] != TFrom.Zero ? (byte)1 : (byte)0;
            }
        }
        else if (typeof(TTo) == typeof(long))
        {
            for (var i = 0; i < count; i++)
            {
                ((long*)y)[i] = long.CreateTruncating(x[i]);
            }
        }
        else if (typeof(TTo) == typeof(int))
        {
            for (var i = 0; i < count; i++)
            {
                ((int*)y)[i] = int.CreateTruncating(x[i]);
            }
        }
        else if (typeof(TTo) == typeof(byte) || typeof(TTo) == typeof(sbyte))
        {
            for (var i = 0; i < count; i++)
            {
                ((byte*)y)[i] = byte.CreateTruncating(x[i]);
            }
        }
        else
        {
            throw Unknown(typeof(TTo));
        }
    }

    private static void NarrowDoubles<TTo>(double* x, TTo* y, int count)
        where TTo : unmanaged
    {
        for (var i = 0; i < count; i++)
        {
            if (typeof(TTo) == typeof(Half))
            {
                ((Half*)y)[i] = (Half)x[i];
            }
            else
            {
                ((BFloat16*)y)[i] = (BFloat16)RoundToOdd(x[i]);
            }
        }
    }

    // A float32 between two bfloat16 values that keeps what the second rounding must know: an inexact result is given an odd last bit, so
    // that it cannot look like a tie.
    private static float RoundToOdd(double value)
    {
        var single = (float)value;
        var bits = BitConverter.SingleToInt32Bits(single);
        if (single == value || !float.IsFinite(single) || (bits & 1) != 0)
        {
            return single;
        }

        return BitConverter.Int32BitsToSingle(Math.Abs((double)single) > Math.Abs(value) ? bits - 1 : bits + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BytesToSingle(byte* x, float* y, int count)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= count - 8; i += 8)
            {
                Vector256.ConvertToSingle(MaskBytes.Widen8(x + i)).Store(y + i);
            }
        }

        for (; i < count; i++)
        {
            y[i] = x[i];
        }
    }

    private static NotSupportedException Unknown(Type type) => new($"No conversion for elements of type {type}.");

    private readonly struct StridedConversion<TFrom, TTo>(BroadcastPlan plan, TFrom* x, TTo* y) : IRangeBody
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        public void Invoke(long first, int count)
        {
            var block = stackalloc TFrom[Block];
            for (var i = 0; i < count; i += Block)
            {
                var n = Math.Min(Block, count - i);
                Run(plan.Block(0, x, first + i, block, n), y + first + i, n);
            }
        }
    }
}
