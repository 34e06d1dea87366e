using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>What <see cref="Tensor.Pad(ReadOnlySpan{ValueTuple{int, int}}, PadMode, double)"/> puts around a tensor.</summary>
public enum PadMode
{
    /// <summary>A constant value.</summary>
    Constant,

    /// <summary>The entry at the edge: a b c → a a a b c c c.</summary>
    Edge,

    /// <summary>The entries mirrored at the edge, which is not repeated: a b c → c b a b c b a.</summary>
    Reflect,

    /// <summary>The entries mirrored with the edge: a b c → b a a b c c b.</summary>
    Symmetric,

    /// <summary>The entries from the other end: a b c → b c a b c a b.</summary>
    Wrap,
}

public sealed partial class Tensor
{
    /// <summary>The tensor with entries added before and after each axis, as <c>numpy.pad</c>.</summary>
    /// <param name="widths">For each axis, how many entries before and after; none negative.</param>
    /// <param name="mode">What is added.</param>
    /// <param name="value">The value for <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="ShapeException">There are not as many widths as axes, one is negative, or an empty axis has nothing to repeat.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> widths, PadMode mode = PadMode.Constant, double value = 0)
    {
        if (widths.Length != Rank)
        {
            throw new ShapeException($"pad: {widths.Length} widths for shape {Shape}, which has {Rank} axes; expected one (before, after) for each");
        }

        foreach ((int before, int after) in widths)
        {
            if (before < 0 || after < 0)
            {
                throw new ShapeException($"pad: the width ({before}, {after}) is negative; a slice makes tensors smaller");
            }
        }

        if (mode == PadMode.Constant)
        {
            return PadOp.Constant(this, widths, value);
        }

        Tensor y = this;
        for (int axis = 0; axis < Rank; axis++)
        {
            y = PadOp.Repeat(y, axis, widths[axis], mode);
        }

        return y;
    }

    /// <summary>The tensor with the same number of entries added at both ends of every axis.</summary>
    /// <param name="width">How many entries at each end.</param>
    /// <param name="mode">What is added.</param>
    /// <param name="value">The value for <see cref="PadMode.Constant"/>.</param>
    public Tensor Pad(int width, PadMode mode = PadMode.Constant, double value = 0)
    {
        var widths = new (int, int)[Rank];
        widths.AsSpan().Fill((width, width));
        return Pad(widths, mode, value);
    }
}

/// <summary>Constant: y is the value with x in its middle; dL/dx is that part of dL/dy. Other modes take entries of x by position.</summary>
internal static class PadOp
{
    internal static unsafe Tensor Constant(Tensor x, ReadOnlySpan<(int Before, int After)> widths, double value)
    {
        var sizes = new int[x.Rank];
        var starts = new int[x.Rank];
        var walks = new SliceOp.ViewAxis[x.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = checked(x.Shape.Sizes[i] + widths[i].Before + widths[i].After);
            starts[i] = widths[i].Before;
            walks[i] = new(i, 1, x.Shape.Sizes[i]);
        }

        var middle = new SliceOp.View(starts, walks);
        Tensor y = Tensor.Full(sizes, value, x.DType);
        Tensor part = middle.Of(y);
        StridedCopy.Copy(x.Shape.Sizes, x.RawPointer(), x.Strides, part.RawPointer(), part.Strides, x.DType.SizeInBytes());
        return Tape.Unary("pad", y, x, g => middle.Of(g));
    }

    internal static Tensor Repeat(Tensor x, int axis, (int Before, int After) width, PadMode mode)
    {
        if (width == (0, 0))
        {
            return x;
        }

        int size = x.Shape.Sizes[axis];
        if (size == 0)
        {
            throw new ShapeException($"pad: axis {axis} of shape {x.Shape} is empty and has nothing to repeat; use PadMode.Constant");
        }

        int[] sizes = x.Shape.ToArray();
        sizes[axis] = checked(size + width.Before + width.After);
        var list = new int[sizes[axis]];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = Source(i - width.Before, size, mode);
        }

        return TakeOp.Apply("pad", x, axis, list, sizes);
    }

    private static int Source(int place, int size, PadMode mode)
    {
        switch (mode)
        {
            case PadMode.Edge:
                return Math.Clamp(place, 0, size - 1);
            case PadMode.Wrap:
                return Modulo(place, size);
            case PadMode.Symmetric:
                int turn = Modulo(place, 2 * size);
                return turn < size ? turn : (2 * size) - 1 - turn;
            case PadMode.Reflect:
                int swing = size == 1 ? 0 : Modulo(place, (2 * size) - 2);
                return swing < size ? swing : (2 * size) - 2 - swing;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "pad: not a mode");
        }
    }

    private static int Modulo(int value, int by) => ((value % by) + by) % by;
}
