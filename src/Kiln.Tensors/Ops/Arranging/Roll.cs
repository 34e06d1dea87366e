namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The entries moved along an axis, those that leave at one end entering at the other.</summary>
    /// <param name="shift">By how many places; negative moves towards the start.</param>
    /// <param name="axis">The axis; null rolls the flattened tensor and restores its shape.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Roll(int shift, int? axis = null)
    {
        if (axis is not { } given)
        {
            return Rank == 0 ? this : Flatten().Roll(shift, 0).Reshape(Shape.Sizes);
        }

        int along = Shape.Axis(given, "roll");
        int size = Shape.Sizes[along];
        int cut = size == 0 ? 0 : ((-shift % size) + size) % size;
        return cut == 0 ? this : ConcatOp.Apply("roll", [Narrow(along, cut, size - cut), Narrow(along, 0, cut)], along);
    }
}
