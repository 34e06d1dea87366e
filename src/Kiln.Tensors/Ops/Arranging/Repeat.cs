namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Each entry of an axis so many times, one copy behind the other, as <c>numpy.repeat</c>: [a, b] gives [a, a, b, b].</summary>
    /// <param name="count">How many times; 0 or more.</param>
    /// <param name="axis">The axis; null repeats the elements of the flattened tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Repeat(int count, int? axis = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (axis is not { } given)
        {
            return Flatten().Repeat(count, 0);
        }

        int along = Shape.Axis(given, "repeat");
        int[] list = new int[checked(Shape.Sizes[along] * count)];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = i / count;
        }

        return TakeOp.Apply("repeat", this, along, list, Resized(along, list.Length));
    }

    /// <summary>Each entry of an axis a number of times of its own: [a, b] with counts [1, 3] gives [a, b, b, b].</summary>
    /// <param name="counts">A count for each entry.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">There are not as many counts as entries, or one is negative.</exception>
    public Tensor Repeat(ReadOnlySpan<int> counts, int axis)
    {
        int along = Shape.Axis(axis, "repeat");
        if (counts.Length != Shape.Sizes[along] || counts.ContainsAnyInRange(int.MinValue, -1))
        {
            throw new ShapeException(
                $"repeat: {counts.Length} counts for axis {along} of shape {Shape}; expected {Shape.Sizes[along]}, none negative");
        }

        var list = new List<int>();
        for (int i = 0; i < counts.Length; i++)
        {
            list.AddRange(Enumerable.Repeat(i, counts[i]));
        }

        return TakeOp.Apply("repeat", this, along, [.. list], Resized(along, list.Count));
    }

    /// <summary>
    /// The whole tensor side by side so many times along each axis, as <c>numpy.tile</c>: [a, b] gives [a, b, a, b]. The shorter of
    /// shape and counts is filled up with ones in front.
    /// </summary>
    /// <param name="counts">How many times along each of the last axes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> counts)
    {
        int rank = Math.Max(Rank, counts.Length);
        var sizes = new int[rank];
        sizes.AsSpan().Fill(1);
        Shape.Sizes.CopyTo(sizes.AsSpan(rank - Rank));
        Tensor y = Reshape(sizes);
        for (int axis = rank - counts.Length; axis < rank; axis++)
        {
            int count = counts[axis - rank + counts.Length];
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            if (count == 1)
            {
                continue;
            }

            var list = new int[checked(sizes[axis] * count)];
            for (int i = 0; i < list.Length; i++)
            {
                list[i] = i % sizes[axis];
            }

            y = TakeOp.Apply("tile", y, axis, list, y.Resized(axis, list.Length));
        }

        return y;
    }

    private Shape Resized(int axis, int size)
    {
        int[] sizes = Shape.ToArray();
        sizes[axis] = size;
        return sizes;
    }
}
