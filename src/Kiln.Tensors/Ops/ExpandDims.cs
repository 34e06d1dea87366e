namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>A new axis of size 1. A view.</summary>
    /// <param name="axis">Where it stands in the result; a negative one counts from the end of the result.</param>
    /// <exception cref="ShapeException">The result has no such axis.</exception>
    public Tensor ExpandDims(int axis)
    {
        int place = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)place > (uint)Rank)
        {
            throw new ShapeException($"expand dims: axis {axis} is out of range for shape {Shape}; it must be from {-Rank - 1} to {Rank}");
        }

        var sizes = new int[Rank + 1];
        Shape.Sizes[..place].CopyTo(sizes);
        sizes[place] = 1;
        Shape.Sizes[place..].CopyTo(sizes.AsSpan(place + 1));
        return ReshapeOp.Apply(this, sizes);
    }

    /// <summary>Without one axis of size 1, or without all of them. A view.</summary>
    /// <param name="axis">The axis to drop; null drops every axis of size 1.</param>
    /// <exception cref="ShapeException">The axis does not exist, or is not of size 1.</exception>
    public Tensor Squeeze(int? axis = null)
    {
        int drop = axis is { } a ? Shape.Axis(a, "squeeze") : -1;
        if (drop >= 0 && Shape.Sizes[drop] != 1)
        {
            throw new ShapeException($"squeeze: axis {drop} of shape {Shape} has size {Shape.Sizes[drop]}, not 1");
        }

        var sizes = new List<int>(Rank);
        for (int i = 0; i < Rank; i++)
        {
            if (drop >= 0 ? i != drop : Shape.Sizes[i] != 1)
            {
                sizes.Add(Shape.Sizes[i]);
            }
        }

        return ReshapeOp.Apply(this, sizes.ToArray());
    }
}
