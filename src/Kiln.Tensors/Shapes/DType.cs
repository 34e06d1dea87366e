using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>32-bit IEEE floating point (<see cref="float"/>): the default.</summary>
    Float32,

    /// <summary>64-bit IEEE floating point (<see cref="double"/>).</summary>
    Float64,

    /// <summary>16-bit IEEE floating point (<see cref="Half"/>): storage; arithmetic runs in float32.</summary>
    Float16,

    /// <summary>The upper half of a float32 (<see cref="Kiln.Numerics.BFloat16"/>): storage; arithmetic runs in float32.</summary>
    BFloat16,

    /// <summary>8-bit signed integer (<see cref="sbyte"/>).</summary>
    Int8,

    /// <summary>32-bit signed integer (<see cref="int"/>).</summary>
    Int32,

    /// <summary>64-bit signed integer (<see cref="long"/>): the default of indices and labels.</summary>
    Int64,

    /// <summary>8-bit unsigned integer (<see cref="byte"/>).</summary>
    UInt8,

    /// <summary>A truth value in one byte, 0 or 1 (<see cref="bool"/>).</summary>
    Bool,
}

/// <summary>Facts about each <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>The size of one element in bytes.</summary>
    /// <param name="dtype">The element type.</param>
    /// <returns>1, 2, 4 or 8.</returns>
    public static int SizeInBytes(this DType dtype) => dtype switch
    {
        DType.Float32 or DType.Int32 => 4,
        DType.Float64 or DType.Int64 => 8,
        DType.Float16 or DType.BFloat16 => 2,
        DType.Int8 or DType.UInt8 or DType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "not an element type"),
    };

    /// <summary>True for the four floating-point types: the ones that can carry a gradient.</summary>
    /// <param name="dtype">The element type.</param>
    public static bool IsFloatingPoint(this DType dtype) => dtype <= DType.BFloat16;

    /// <summary>True for the integer types; <see cref="DType.Bool"/> is not one.</summary>
    /// <param name="dtype">The element type.</param>
    public static bool IsInteger(this DType dtype) => dtype is DType.Int8 or DType.Int32 or DType.Int64 or DType.UInt8;

    /// <summary>The element type that stores a .NET type.</summary>
    /// <typeparam name="T">float, double, Half, BFloat16, sbyte, int, long, byte or bool.</typeparam>
    /// <exception cref="DTypeException"><typeparamref name="T"/> has no element type.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return DType.Float32;
        }

        if (typeof(T) == typeof(double))
        {
            return DType.Float64;
        }

        if (typeof(T) == typeof(long))
        {
            return DType.Int64;
        }

        if (typeof(T) == typeof(int))
        {
            return DType.Int32;
        }

        if (typeof(T) == typeof(byte))
        {
            return DType.UInt8;
        }

        if (typeof(T) == typeof(bool))
        {
            return DType.Bool;
        }

        if (typeof(T) == typeof(sbyte))
        {
            return DType.Int8;
        }

        if (typeof(T) == typeof(Half))
        {
            return DType.Float16;
        }

        if (typeof(T) == typeof(BFloat16))
        {
            return DType.BFloat16;
        }

        throw new DTypeException(
            $"tensor: no element type stores {typeof(T).Name}; use float, double, Half, BFloat16, sbyte, int, long, byte or bool");
    }

    /// <summary>The name in lower case as in NumPy and safetensors listings: <c>float32</c>.</summary>
    /// <param name="dtype">The element type.</param>
    public static string Name(this DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Float16 => "float16",
        DType.BFloat16 => "bfloat16",
        DType.Int8 => "int8",
        DType.Int32 => "int32",
        DType.Int64 => "int64",
        DType.UInt8 => "uint8",
        DType.Bool => "bool",
        _ => dtype.ToString(),
    };

    /// <summary>
    /// The type two operands meet in, by PyTorch's lattice: bool, then integers, then floating point; within a category the wider
    /// one. Two departures, both for types Kiln does not store: uint8 with int8 gives int32 (PyTorch: int16), float16 with bfloat16
    /// gives float32 (as PyTorch).
    /// </summary>
    /// <param name="left">One type.</param>
    /// <param name="right">The other type.</param>
    /// <returns>The common type; symmetric in its arguments.</returns>
    public static DType Promote(DType left, DType right)
    {
        if (left == right)
        {
            return left;
        }

        int leftRank = Category(left);
        int rightRank = Category(right);
        if (leftRank != rightRank)
        {
            return leftRank > rightRank ? left : right;
        }

        if (leftRank == 2)
        {
            return left == DType.Float64 || right == DType.Float64 ? DType.Float64 : DType.Float32;
        }

        if (left.SizeInBytes() == right.SizeInBytes())
        {
            return DType.Int32; // int8 with uint8
        }

        return left.SizeInBytes() > right.SizeInBytes() ? left : right;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Category(DType dtype) => dtype.IsFloatingPoint() ? 2 : dtype == DType.Bool ? 0 : 1;
}
