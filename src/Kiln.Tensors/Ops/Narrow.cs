using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Part of one axis: every <paramref name="step"/>-th element from <paramref name="start"/> on. A view.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="start">The first index taken.</param>
    /// <param name="count">How many are taken.</param>
    /// <param name="step">The distance between them; negative runs backwards, not zero.</param>
    /// <exception cref="ShapeException">An index would lie outside the axis.</exception>
    public Tensor Narrow(int axis, int start, int count, int step = 1) => NarrowOp.Apply(this, axis, start, count, step);
}

/// <summary>y[…, k, …] = x[…, start + k·step, …]; dL/dx is dL/dy at those places and zero elsewhere.</summary>
internal static class NarrowOp
{
    internal static Tensor Apply(Tensor x, int axis, int start, int count, int step)
    {
        axis = x.Shape.Axis(axis, "narrow");
        int size = x.Shape.Sizes[axis];
        long last = start + (count - 1L) * step;
        if (count < 0 || step == 0 || count > 0 && ((uint)start >= (uint)size || last < 0 || last >= size))
        {
            throw new ShapeException(
                $"narrow: {count} elements from {start} in steps of {step} do not lie within axis {axis} of shape {x.Shape}, which has {size}");
        }

        Shape before = x.Shape;
        return Tape.Unary("narrow", Forward(x, axis, start, count, step), x, g => Backward(g, before, axis, start, count, step));
    }

    internal static Tensor Forward(Tensor x, int axis, int start, int count, int step)
    {
        int[] sizes = x.Shape.ToArray();
        int[] strides = x.Strides.ToArray();
        long offset = count == 0 ? x.Offset : x.Offset + (long)start * strides[axis];
        sizes[axis] = count;
        strides[axis] *= step;
        return x.View(Shape.Adopt(sizes), strides, offset);
    }

    private static unsafe Tensor Backward(Tensor g, Shape shape, int axis, int start, int count, int step)
    {
        Tensor result = Tensor.Zeros(shape, g.DType);
        Tensor part = Forward(result, axis, start, count, step);
        StridedCopy.Copy(g.Shape.Sizes, g.RawPointer(), g.Strides, part.RawPointer(), part.Strides, g.DType.SizeInBytes());
        GC.KeepAlive(g);
        GC.KeepAlive(part);
        return result;
    }
}
