namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>One axis at another place, the others in their order. A view.</summary>
    /// <param name="source">The axis; a negative one counts from the end.</param>
    /// <param name="destination">Its place in the result; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor MoveAxis(int source, int destination)
    {
        source = Shape.Axis(source, "move axis");
        destination = Shape.Axis(destination, "move axis");
        var axes = new List<int>(Enumerable.Range(0, Rank));
        axes.RemoveAt(source);
        axes.Insert(destination, source);
        return PermuteOp.Apply(this, axes.ToArray());
    }

    /// <summary>Two axes exchanged: <see cref="Transpose"/> by NumPy's name. A view.</summary>
    /// <param name="first">One axis.</param>
    /// <param name="second">The other axis.</param>
    public Tensor SwapAxes(int first, int second) => Transpose(first, second);

    /// <summary>A new axis of size 1: <see cref="ExpandDims"/> by PyTorch's name. A view.</summary>
    /// <param name="axis">Where it stands in the result; a negative one counts from the end of the result.</param>
    public Tensor Unsqueeze(int axis) => ExpandDims(axis);
}
