using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// One thread's work on contiguous memory of any element type: floats and doubles go to the vector loops, the 16-bit floats are widened to
/// float32 block by block and rounded once at the end, integers go to plain loops.
/// </summary>
internal static unsafe class Kernels
{
    /// <summary>Elements per block of widened numbers: three blocks stay in the first-level cache.</summary>
    private const int Block = 512;

    public static void Unary<TOperator, T>(T* x, T* y, int count, bool streams = false)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            LaneLoops.Unary<TOperator, float>((float*)x, (float*)y, count, streams);
        }
        else if (typeof(T) == typeof(double))
        {
            LaneLoops.Unary<TOperator, double>((double*)x, (double*)y, count, streams);
        }
        else if (IsHalf<T>())
        {
            UnaryHalf<TOperator, T>(x, y, count);
        }
        else if (typeof(T) == typeof(int))
        {
            UnaryInteger<TOperator, int>((int*)x, (int*)y, count);
        }
        else if (typeof(T) == typeof(long))
        {
            UnaryInteger<TOperator, long>((long*)x, (long*)y, count);
        }
        else if (typeof(T) == typeof(byte))
        {
            UnaryInteger<TOperator, byte>((byte*)x, (byte*)y, count);
        }
        else if (typeof(T) == typeof(sbyte))
        {
            UnaryInteger<TOperator, sbyte>((sbyte*)x, (sbyte*)y, count);
        }
        else
        {
            throw Unknown(typeof(T));
        }
    }

    public static void Binary<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, int count, bool streams = false)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            LaneLoops.Binary<TOperator, float>((float*)x, repeatX, (float*)y, repeatY, (float*)z, count, streams);
        }
        else if (typeof(T) == typeof(double))
        {
            LaneLoops.Binary<TOperator, double>((double*)x, repeatX, (double*)y, repeatY, (double*)z, count, streams);
        }
        else if (IsHalf<T>())
        {
            BinaryHalf<TOperator, T>(x, repeatX, y, repeatY, z, count);
        }
        else if (typeof(T) == typeof(int))
        {
            BinaryInteger<TOperator, int>((int*)x, repeatX, (int*)y, repeatY, (int*)z, count);
        }
        else if (typeof(T) == typeof(long))
        {
            BinaryInteger<TOperator, long>((long*)x, repeatX, (long*)y, repeatY, (long*)z, count);
        }
        else if (typeof(T) == typeof(byte))
        {
            BinaryInteger<TOperator, byte>((byte*)x, repeatX, (byte*)y, repeatY, (byte*)z, count);
        }
        else if (typeof(T) == typeof(sbyte))
        {
            BinaryInteger<TOperator, sbyte>((sbyte*)x, repeatX, (sbyte*)y, repeatY, (sbyte*)z, count);
        }
        else
        {
            throw Unknown(typeof(T));
        }
    }

    public static void Ternary<TOperator, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, int count, bool streams = false)
        where TOperator : struct, ITernaryOperator
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            LaneLoops.Ternary<TOperator, float>((float*)x, (float*)y, repeatY, (float*)z, repeatZ, (float*)result, count, streams);
        }
        else if (typeof(T) == typeof(double))
        {
            LaneLoops.Ternary<TOperator, double>((double*)x, (double*)y, repeatY, (double*)z, repeatZ, (double*)result, count, streams);
        }
        else if (IsHalf<T>())
        {
            TernaryHalf<TOperator, T>(x, y, repeatY, z, repeatZ, result, count);
        }
        else if (typeof(T) == typeof(int))
        {
            TernaryInteger<TOperator, int>((int*)x, (int*)y, repeatY, (int*)z, repeatZ, (int*)result, count);
        }
        else if (typeof(T) == typeof(long))
        {
            TernaryInteger<TOperator, long>((long*)x, (long*)y, repeatY, (long*)z, repeatZ, (long*)result, count);
        }
        else if (typeof(T) == typeof(byte))
        {
            TernaryInteger<TOperator, byte>((byte*)x, (byte*)y, repeatY, (byte*)z, repeatZ, (byte*)result, count);
        }
        else if (typeof(T) == typeof(sbyte))
        {
            TernaryInteger<TOperator, sbyte>((sbyte*)x, (sbyte*)y, repeatY, (sbyte*)z, repeatZ, (sbyte*)result, count);
        }
        else
        {
            throw Unknown(typeof(T));
        }
    }

    public static void Compare<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, byte* z, int count)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            LaneLoops.Compare<TOperator, float>((float*)x, repeatX, (float*)y, repeatY, z, count);
        }
        else if (typeof(T) == typeof(double))
        {
            LaneLoops.Compare<TOperator, double>((double*)x, repeatX, (double*)y, repeatY, z, count);
        }
        else if (IsHalf<T>())
        {
            CompareHalf<TOperator, T>(x, repeatX, y, repeatY, z, count);
        }
        else if (typeof(T) == typeof(int))
        {
            CompareInteger<TOperator, int>((int*)x, repeatX, (int*)y, repeatY, z, count);
        }
        else if (typeof(T) == typeof(long))
        {
            CompareInteger<TOperator, long>((long*)x, repeatX, (long*)y, repeatY, z, count);
        }
        else if (typeof(T) == typeof(byte))
        {
            CompareInteger<TOperator, byte>((byte*)x, repeatX, (byte*)y, repeatY, z, count);
        }
        else if (typeof(T) == typeof(sbyte))
        {
            CompareInteger<TOperator, sbyte>((sbyte*)x, repeatX, (sbyte*)y, repeatY, z, count);
        }
        else
        {
            throw Unknown(typeof(T));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsHalf<T>() => typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);

    private static NotSupportedException Unknown(Type type) => new($"No element-wise kernel for elements of type {type}.");

    private static void UnaryHalf<TOperator, T>(T* x, T* y, int count)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        var block = stackalloc float[Block];
        for (var i = 0; i < count; i += Block)
        {
            var n = Math.Min(Block, count - i);
            Widening.Widen(x + i, block, n);
            LaneLoops.Unary<TOperator, float>(block, block, n);
            Widening.Narrow(block, y + i, n);
        }
    }

    private static void BinaryHalf<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        var left = stackalloc float[Block];
        var right = stackalloc float[Block];
        for (var i = 0; i < count; i += Block)
        {
            var n = Math.Min(Block, count - i);
            Widening.Widen(repeatX ? x : x + i, left, repeatX ? 1 : n);
            Widening.Widen(repeatY ? y : y + i, right, repeatY ? 1 : n);

            // The result must not overwrite an operand that stands for the whole block.
            var result = repeatX ? right : left;
            if (repeatX && repeatY)
            {
                LaneLoops.Binary<TOperator, float>(left, true, right, true, right, 1);
                new Span<float>(left, n).Fill(*right);
                result = left;
            }
            else
            {
                LaneLoops.Binary<TOperator, float>(left, repeatX, right, repeatY, result, n);
            }

            Widening.Narrow(result, z + i, n);
        }
    }

    private static void TernaryHalf<TOperator, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, int count)
        where TOperator : struct, ITernaryOperator
        where T : unmanaged
    {
        var first = stackalloc float[Block];
        var second = stackalloc float[Block];
        var third = stackalloc float[Block];
        for (var i = 0; i < count; i += Block)
        {
            var n = Math.Min(Block, count - i);
            Widening.Widen(x + i, first, n);
            Widening.Widen(repeatY ? y : y + i, second, repeatY ? 1 : n);
            Widening.Widen(repeatZ ? z : z + i, third, repeatZ ? 1 : n);
            LaneLoops.Ternary<TOperator, float>(first, second, repeatY, third, repeatZ, first, n);
            Widening.Narrow(first, result + i, n);
        }
    }

    private static void CompareHalf<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, byte* z, int count)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged
    {
        var left = stackalloc float[Block];
        var right = stackalloc float[Block];
        for (var i = 0; i < count; i += Block)
        {
            var n = Math.Min(Block, count - i);
            Widening.Widen(repeatX ? x : x + i, left, repeatX ? 1 : n);
            Widening.Widen(repeatY ? y : y + i, right, repeatY ? 1 : n);
            LaneLoops.Compare<TOperator, float>(left, repeatX, right, repeatY, z + i, n);
        }
    }

    private static void UnaryInteger<TOperator, T>(T* x, T* y, int count)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (var i = 0; i < count; i++)
        {
            y[i] = TOperator.InvokeInteger(x[i]);
        }
    }

    private static void BinaryInteger<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        nint stepX = repeatX ? 0 : 1, stepY = repeatY ? 0 : 1;
        for (nint i = 0; i < count; i++)
        {
            z[i] = TOperator.InvokeInteger(x[i * stepX], y[i * stepY]);
        }
    }

    private static void TernaryInteger<TOperator, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, int count)
        where TOperator : struct, ITernaryOperator
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        nint stepY = repeatY ? 0 : 1, stepZ = repeatZ ? 0 : 1;
        for (nint i = 0; i < count; i++)
        {
            result[i] = TOperator.InvokeInteger(x[i], y[i * stepY], z[i * stepZ]);
        }
    }

    private static void CompareInteger<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, byte* z, int count)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        nint stepX = repeatX ? 0 : 1, stepY = repeatY ? 0 : 1;
        for (nint i = 0; i < count; i++)
        {
            z[i] = TOperator.InvokeInteger(x[i * stepX], y[i * stepY]) ? (byte)1 : (byte)0;
        }
    }
}
