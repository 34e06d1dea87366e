using System.Buffers;

namespace Kiln.Tensors;

/// <summary>Tensors from nothing and from .NET memory.</summary>
public sealed partial class Tensor
{
    /// <summary>A tensor of copied elements.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, Shape shape)
        where T : unmanaged
    {
        if (data.Length != shape.ElementCount)
        {
            throw new ShapeException($"from: {data.Length} elements cannot fill shape {shape}, which has {shape.ElementCount}");
        }

        Tensor tensor = Empty(shape, DTypes.Of<T>());
        data.CopyTo(tensor.Span<T>());
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>A tensor of copied elements.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Tensor From<T>(T[] data, Shape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return From(data.AsSpan(), shape);
    }

    /// <summary>A tensor of copied elements.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Tensor From<T>(Span<T> data, Shape shape)
        where T : unmanaged => From((ReadOnlySpan<T>)data, shape);

    /// <summary>A vector of copied elements.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="data">The elements.</param>
    public static Tensor From<T>(T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return From(data.AsSpan(), [data.Length]);
    }

    /// <summary>A tensor with no axes and one element.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="value">The element.</param>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged => From([value], Shape.Scalar);

    /// <summary>A tensor whose elements a callback writes, without a copy.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <typeparam name="TState">What the callback needs, to spare a closure.</typeparam>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="state">Passed to the callback.</param>
    /// <param name="fill">Writes every element of the span it is given, row-major; the contents before are undefined.</param>
    public static Tensor Create<T, TState>(Shape shape, TState state, SpanAction<T, TState> fill)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(fill);
        Tensor tensor = Empty(shape, DTypes.Of<T>());
        fill(tensor.Span<T>(), state);
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="dtype">The element type.</param>
    public static unsafe Tensor Zeros(Shape shape, DType dtype = DType.Float32)
    {
        Tensor tensor = Empty(shape, dtype);
        System.Runtime.InteropServices.NativeMemory.Clear(tensor.RawPointer(), (nuint)((long)shape.ElementCount * dtype.SizeInBytes()));
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32) => Full(shape, 1, dtype);

    /// <summary>A tensor of one value.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="value">The value; converted to the element type (saturating for integers, non-zero is true).</param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32)
    {
        Tensor tensor = Empty(shape, dtype);
        switch (dtype)
        {
            case DType.Float32:
                tensor.Span<float>().Fill((float)value);
                break;
            case DType.Float64:
                tensor.Span<double>().Fill(value);
                break;
            case DType.Float16:
                tensor.Span<Half>().Fill((Half)value);
                break;
            case DType.BFloat16:
                tensor.Span<Kiln.Numerics.BFloat16>().Fill((Kiln.Numerics.BFloat16)value);
                break;
            case DType.Int8:
                tensor.Span<sbyte>().Fill((sbyte)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue));
                break;
            case DType.Int32:
                tensor.Span<int>().Fill((int)value);
                break;
            case DType.Int64:
                tensor.Span<long>().Fill((long)value);
                break;
            case DType.UInt8:
                tensor.Span<byte>().Fill((byte)Math.Clamp(value, byte.MinValue, byte.MaxValue));
                break;
            default:
                tensor.Span<bool>().Fill(value != 0);
                break;
        }

        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>A contiguous tensor of undefined contents: for ops, which write every element.</summary>
    internal static Tensor Empty(Shape shape, DType dtype = DType.Float32) =>
        new(Storage.Make((long)shape.ElementCount * dtype.SizeInBytes()), dtype, shape, shape.ContiguousStrides(), 0);
}
