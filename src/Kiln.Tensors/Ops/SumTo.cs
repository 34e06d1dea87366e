namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>This tensor summed over the axes that broadcasting stretched, back to a shape: the reverse of <see cref="BroadcastTo"/>.</summary>
    /// <param name="shape">A shape that broadcasts to this tensor's.</param>
    /// <exception cref="ShapeException">The shape does not broadcast to this tensor's.</exception>
    public Tensor SumTo(Shape shape)
    {
        if (shape == Shape)
        {
            return this;
        }

        int lead = Rank - shape.Rank;
        var axes = new List<int>(Rank);
        for (int i = 0; i < Rank; i++)
        {
            int size = i < lead ? 1 : shape.Sizes[i - lead];
            if (lead < 0 || (size != 1 && size != Shape.Sizes[i]))
            {
                throw new ShapeException($"sum to: shape {shape} does not broadcast to {Shape}, so {Shape} cannot be summed to it");
            }

            if (i < lead || size != Shape.Sizes[i])
            {
                axes.Add(i);
            }
        }

        Tensor sum = SumOp.Apply(this, ReducedAxes.Of(this, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(axes), keepDims: true, "sum to"));
        return ReshapeOp.Apply(sum, shape.Sizes);
    }
}
