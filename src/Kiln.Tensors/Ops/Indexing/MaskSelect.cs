namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The elements where a mask is true, in row-major order, as NumPy's <c>x[mask]</c>. A mask of fewer axes than the tensor selects whole
    /// entries of its leading axes.
    /// </summary>
    /// <param name="mask">Bool; its shape is that of the tensor's leading axes.</param>
    /// <returns>One entry for each true element; the remaining axes follow.</returns>
    /// <exception cref="ShapeException">The mask's shape is not that of the leading axes.</exception>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    public Tensor MaskSelect(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.DType != DType.Bool)
        {
            throw new DTypeException($"mask select: the mask is {mask.DType.Name()}; expected bool");
        }

        if (mask.Rank > Rank || !mask.Shape.Sizes.SequenceEqual(Shape.Sizes[..mask.Rank]))
        {
            throw new ShapeException($"mask select: the mask has shape {mask.Shape}; expected the leading axes of {Shape}");
        }

        int[] selected = NonZeroOp.Places(mask);
        ReadOnlySpan<int> rest = Shape.Sizes[mask.Rank..];
        Tensor merged = ReshapeOp.Apply(this, [mask.Count, .. rest]);
        return TakeOp.Apply("mask select", merged, 0, selected, [selected.Length, .. rest]);
    }

    /// <summary>The coordinates of the elements that are not zero, one row each, in row-major order.</summary>
    /// <returns>Int64, of shape (count, rank).</returns>
    public Tensor NonZero() => NonZeroOp.Apply(this);
}

/// <summary>Where a tensor is not zero. NaN is not zero; the result has no gradient by nature.</summary>
internal static class NonZeroOp
{
    internal static Tensor Apply(Tensor x)
    {
        int[] places = Places(x);
        int[] sizes = x.Shape.ToArray();
        var coordinates = new long[places.Length * sizes.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                (place, int at) = Math.DivRem(place, sizes[axis]);
                coordinates[(i * sizes.Length) + axis] = at;
            }
        }

        return Tensor.From(coordinates, [places.Length, sizes.Length]);
    }

    /// <summary>The row-major places of the elements that are not zero.</summary>
    internal static int[] Places(Tensor x)
    {
        Tensor raw = Positions.Raw(x);
        int[] places = raw.DType switch
        {
            DType.Float32 => Places<float>(raw.Span<float>()),
            DType.Float64 => Places<double>(raw.Span<double>()),
            DType.Float16 => Places<Half>(raw.Span<Half>()),
            DType.BFloat16 => Places<Kiln.Numerics.BFloat16>(raw.Span<Kiln.Numerics.BFloat16>()),
            DType.Int64 => Places<long>(raw.Span<long>()),
            DType.Int32 => Places<int>(raw.Span<int>()),
            DType.Int8 => Places<sbyte>(raw.Span<sbyte>()),
            DType.UInt8 => Places<byte>(raw.Span<byte>()),
            _ => Places<bool>(raw.Span<bool>()),
        };
        GC.KeepAlive(raw);
        return places;
    }

    private static int[] Places<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IEquatable<T>
    {
        var places = new List<int>();
        for (int i = 0; i < values.Length; i++)
        {
            // IEquatable compares NaN equal to NaN and -0 equal to 0, which is what is wanted here.
            if (!values[i].Equals(default))
            {
                places.Add(i);
            }
        }

        return [.. places];
    }
}
