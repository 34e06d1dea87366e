namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The order of entries reversed along some axes. A view.</summary>
    /// <param name="axes">The axes; none given flips all.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor Flip(params ReadOnlySpan<int> axes) => FlipOp.Apply(this, axes);
}

/// <summary>y[…, k, …] = x[…, n - 1 - k, …]; dL/dx is dL/dy flipped back.</summary>
internal static class FlipOp
{
    internal static Tensor Apply(Tensor x, ReadOnlySpan<int> axes)
    {
        var flipped = new bool[x.Rank];
        flipped.AsSpan().Fill(axes.IsEmpty);
        foreach (int axis in axes)
        {
            ref bool flip = ref flipped[x.Shape.Axis(axis, "flip")];
            flip = !flip ? true : throw new ShapeException($"flip: axis {axis} is given twice in ({string.Join(", ", axes.ToArray())})");
        }

        var starts = new int[x.Rank];
        var walks = new SliceOp.ViewAxis[x.Rank];
        for (int i = 0; i < x.Rank; i++)
        {
            int size = x.Shape.Sizes[i];
            starts[i] = flipped[i] ? Math.Max(size - 1, 0) : 0;
            walks[i] = new(i, flipped[i] ? -1 : 1, size);
        }

        var view = new SliceOp.View(starts, walks);
        return Tape.Unary("flip", view.Of(x), x, g => view.Of(g));
    }
}
