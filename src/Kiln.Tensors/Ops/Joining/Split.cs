namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The tensor cut along an axis into parts of given sizes. Views.</summary>
    /// <param name="sizes">The parts' sizes, which add up to that of the axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">The sizes do not add up.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
    {
        axis = Shape.Axis(axis, "split");
        long sum = 0;
        bool negative = false;
        foreach (int size in sizes)
        {
            sum += size;
            negative |= size < 0;
        }

        if (negative || sum != Shape.Sizes[axis])
        {
            throw new ShapeException(
                $"split: the sizes ({string.Join(", ", sizes.ToArray())}) add up to {sum}; axis {axis} of shape {Shape} has {Shape.Sizes[axis]}");
        }

        var parts = new Tensor[sizes.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Narrow(axis, start, sizes[i]);
            start += sizes[i];
        }

        return parts;
    }

    /// <summary>The tensor cut along an axis into equal parts. Views.</summary>
    /// <param name="parts">How many parts.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">The axis cannot be cut evenly; <see cref="Chunk"/> allows that.</exception>
    public Tensor[] Split(int parts, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        axis = Shape.Axis(axis, "split");
        int size = Shape.Sizes[axis];
        if (size % parts != 0)
        {
            throw new ShapeException($"split: axis {axis} of shape {Shape} has {size} entries, which {parts} equal parts do not divide; Chunk allows that");
        }

        var sizes = new int[parts];
        sizes.AsSpan().Fill(size / parts);
        return Split(sizes, axis);
    }

    /// <summary>
    /// The tensor cut along an axis into at most so many parts, all but the last of one size, as <c>torch.chunk</c>. Views.
    /// </summary>
    /// <param name="parts">The most parts there may be.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public Tensor[] Chunk(int parts, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        axis = Shape.Axis(axis, "chunk");
        int size = Shape.Sizes[axis];
        int each = Math.Max(1, (int)(((long)size + parts - 1) / parts));
        var sizes = new List<int>();
        for (int left = size; left > 0 || sizes.Count == 0; left -= each)
        {
            sizes.Add(Math.Min(each, left));
        }

        return Split(sizes.ToArray(), axis);
    }
}
