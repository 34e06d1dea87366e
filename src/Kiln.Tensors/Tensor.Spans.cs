using System.Numerics.Tensors;

namespace Kiln.Tensors;

/// <summary>Exchange with the tensor spans of System.Numerics.Tensors.</summary>
public sealed partial class Tensor
{
    /// <summary>A tensor of the elements of a tensor span, copied in row-major order.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="span">The elements, of any strides.</param>
    /// <exception cref="ShapeException">A size is larger than 2³¹-1.</exception>
    public static Tensor From<T>(in ReadOnlyTensorSpan<T> span)
        where T : unmanaged
    {
        var sizes = new int[span.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = span.Lengths[i] <= int.MaxValue
                ? (int)span.Lengths[i]
                : throw new ShapeException($"from: axis {i} of the tensor span has {span.Lengths[i]} entries, more than {int.MaxValue}");
        }

        Tensor tensor = Empty(sizes, DTypes.Of<T>());
        if (tensor.Count > 0)
        {
            span.FlattenTo(tensor.Span<T>());
        }

        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>
    /// The elements as a read-only tensor span of this tensor's shape: over its own memory when it is contiguous, over a copy when not.
    /// As with <see cref="AsSpan{T}"/>, the memory stays alive for as long as the span is held.
    /// </summary>
    /// <typeparam name="T">The .NET type of the element type.</typeparam>
    /// <exception cref="DTypeException">The types do not match.</exception>
    public ReadOnlyTensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        var lengths = new nint[Rank];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Shape.Sizes[i];
        }

        return new ReadOnlyTensorSpan<T>(AsSpan<T>(), lengths);
    }
}
