using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>Elements in and out of .NET memory.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>The elements in row-major order, as a new array.</summary>
    /// <typeparam name="T">The .NET type of the element type: float for float32, long for int64, and so on.</typeparam>
    /// <exception cref="DTypeException">The types do not match; convert with To() first.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var array = new T[Count];
        CopyTo<T>(array);
        return array;
    }

    /// <summary>Copies the elements in row-major order.</summary>
    /// <typeparam name="T">The .NET type of the element type.</typeparam>
    /// <param name="destination">Room for <see cref="Count"/> elements.</param>
    /// <exception cref="DTypeException">The types do not match.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        CheckType<T>("copy");
        if (destination.Length < Count)
        {
            throw new ArgumentException($"copy: {Count} elements of shape {Shape} do not fit into a span of {destination.Length}", nameof(destination));
        }

        int[] strides = Shape.ContiguousStrides();
        fixed (T* to = destination)
        {
            StridedCopy.Copy(Shape.Sizes, Pointer<T>(), _strides, to, strides, sizeof(T));
        }

        GC.KeepAlive(Storage);
    }

    /// <summary>The one element of a tensor of one element, converted to a .NET number or bool.</summary>
    /// <typeparam name="T">The .NET type of the element type, or another numeric type to convert to.</typeparam>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public T Item<T>()
        where T : unmanaged
    {
        if (Count != 1)
        {
            throw new ShapeException($"item: the tensor has shape {Shape}; only a tensor of one element has an item");
        }

        T item = DType == DTypes.Of<T>() ? *Pointer<T>() : Convert<T>(ItemAsDouble());
        GC.KeepAlive(Storage);
        return item;
    }

    /// <summary>The one element as float.</summary>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public float Item() => Item<float>();

    /// <summary>
    /// The elements in row-major order as a read-only span: over the tensor's own memory when it is contiguous, over a copy when not.
    /// The span keeps its memory alive and unchanged for as long as it is held, even beyond the tensor (except that a parameter's
    /// updates show through).
    /// </summary>
    /// <typeparam name="T">The .NET type of the element type.</typeparam>
    /// <exception cref="DTypeException">The types do not match.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        CheckType<T>("span");
        if (!IsContiguous)
        {
            return ToArray<T>();
        }

        ReadOnlySpan<T> span = Storage.Expose().Elements<T>(Offset * sizeof(T), Count);
        GC.KeepAlive(Storage);
        return span;
    }

    /// <summary>The raw elements of a contiguous tensor. Does not keep the memory from reuse: see <see cref="TensorMarshal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>()
        where T : unmanaged
    {
        CheckType<T>("span");
        if (!IsContiguous)
        {
            throw new InvalidOperationException($"span: the tensor of shape {Shape} is a view that is not contiguous; take Contiguous() first");
        }

        return new Span<T>((T*)Storage.Address + Offset, Count);
    }

    /// <summary>The address of the first element, any strides. Does not keep the memory from reuse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* Pointer<T>()
        where T : unmanaged => (T*)Storage.Address + Offset;

    /// <summary>The address of the first element in bytes, whatever the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* RawPointer() => (byte*)Storage.Address + Offset * DType.SizeInBytes();

    /// <summary>The elements in memory of their own, contiguous; no graph.</summary>
    internal Tensor CopyRaw()
    {
        Tensor copy = Empty(Shape, DType);
        StridedCopy.Copy(Shape.Sizes, RawPointer(), _strides, copy.RawPointer(), copy._strides, DType.SizeInBytes());
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>Overwrites the elements in place with those of a tensor of the same shape and type, and bumps the version.</summary>
    internal void CopyFrom(Tensor source)
    {
        if (ReferenceEquals(source.Storage, Storage))
        {
            source = source.CopyRaw();
        }

        Storage.BumpVersion();
        StridedCopy.Copy(Shape.Sizes, source.RawPointer(), source._strides, RawPointer(), _strides, DType.SizeInBytes());
        GC.KeepAlive(source);
        GC.KeepAlive(this);
    }

    private double ItemAsDouble() => DType switch
    {
        DType.Float32 => *Pointer<float>(),
        DType.Float64 => *Pointer<double>(),
        DType.Float16 => (double)*Pointer<Half>(),
        DType.BFloat16 => (float)*Pointer<BFloat16>(),
        DType.Int8 => *Pointer<sbyte>(),
        DType.Int32 => *Pointer<int>(),
        DType.Int64 => *Pointer<long>(),
        DType.UInt8 => *Pointer<byte>(),
        _ => *Pointer<byte>(),
    };

    private static T Convert<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return (T)(object)(float)value;
        }

        if (typeof(T) == typeof(double))
        {
            return (T)(object)value;
        }

        if (typeof(T) == typeof(int))
        {
            return (T)(object)checked((int)value);
        }

        if (typeof(T) == typeof(long))
        {
            return (T)(object)checked((long)value);
        }

        if (typeof(T) == typeof(bool))
        {
            return (T)(object)(value != 0);
        }

        throw new DTypeException($"item: no conversion to {typeof(T).Name}; ask for float, double, int, long or bool, or for the tensor's own type");
    }

    private void CheckType<T>(string op)
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
        {
            ThrowType<T>(op);
        }
    }

    private void ThrowType<T>(string op) =>
        throw new DTypeException($"{op}: the tensor is {DType.Name()}, {typeof(T).Name} was asked for; convert it with To() first");
}
