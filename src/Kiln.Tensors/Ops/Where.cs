using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Elements of one tensor where a condition holds, of another elsewhere; all three broadcast.</summary>
    /// <param name="condition">Truth values; other types count as true where they are not zero.</param>
    /// <param name="whenTrue">What is taken where the condition holds.</param>
    /// <param name="whenFalse">What is taken elsewhere.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor whenTrue, Tensor whenFalse) => WhereOp.Apply(condition, whenTrue, whenFalse);

    /// <summary>Elements of a tensor where a condition holds, a number elsewhere.</summary>
    /// <param name="condition">Truth values; other types count as true where they are not zero.</param>
    /// <param name="whenTrue">What is taken where the condition holds.</param>
    /// <param name="whenFalse">A number, which takes the tensor's type; a fractional one makes integers float32.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor whenTrue, double whenFalse)
    {
        ArgumentNullException.ThrowIfNull(whenTrue);
        return WhereOp.Apply(condition, whenTrue, Operands.Like(whenFalse, whenTrue));
    }

    /// <summary>A number where a condition holds, elements of a tensor elsewhere.</summary>
    /// <param name="condition">Truth values; other types count as true where they are not zero.</param>
    /// <param name="whenTrue">A number, which takes the tensor's type; a fractional one makes integers float32.</param>
    /// <param name="whenFalse">What is taken elsewhere.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, double whenTrue, Tensor whenFalse)
    {
        ArgumentNullException.ThrowIfNull(whenFalse);
        return WhereOp.Apply(condition, Operands.Like(whenTrue, whenFalse), whenFalse);
    }

    /// <summary>This tensor with one value where a mask holds.</summary>
    /// <param name="mask">Truth values that broadcast to this tensor's shape.</param>
    /// <param name="value">The value written there; takes this tensor's type.</param>
    /// <exception cref="ShapeException">The mask does not broadcast to this tensor's shape.</exception>
    public Tensor MaskedFill(Tensor mask, double value)
    {
        ArgumentNullException.ThrowIfNull(mask);
        mask = mask.BroadcastTo(Shape);
        return WhereOp.Apply(mask, Full(Shape.Scalar, value, DType), this);
    }
}

/// <summary>z = x where c, else y; dL/dx = g where c, else 0, and the reverse for y, summed over stretched axes.</summary>
internal static unsafe class WhereOp
{
    internal delegate Tensor WhereKernel(Tensor condition, Tensor x, Tensor y);

    internal static readonly KernelSlot<WhereKernel> Kernel = new("where", OnCpu);

    internal static Tensor Apply(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        (x, y) = Operands.Promote("where", x, y);
        Shape.Broadcast(condition.Shape, Shape.Broadcast(x.Shape, y.Shape, "where"), "where");
        condition = condition.Detach().To(DType.Bool);
        Tensor z = Kernel.For(condition)(condition, x, y);
        return Tape.Record("where", z, [x, y], [condition], static context =>
        {
            Tensor c = context.Saved(0);
            Tensor g = context.Gradient;
            Tensor zero = Tensor.Zeros(Shape.Scalar, g.DType);
            if (context.Needs(0))
            {
                context.Give(0, Kernel.For(c)(c, g, zero).SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, Kernel.For(c)(c, zero, g).SumTo(context.ShapeOf(1)));
            }
        });
    }

    private static Tensor OnCpu(Tensor condition, Tensor x, Tensor y)
    {
        Shape shape = Shape.Broadcast(condition.Shape, Shape.Broadcast(x.Shape, y.Shape));
        condition = BroadcastToOp.Forward(condition, shape);
        x = BroadcastToOp.Forward(x, shape);
        y = BroadcastToOp.Forward(y, shape);
        Tensor z = Tensor.Empty(shape, x.DType);
        switch (x.DType.SizeInBytes())
        {
            case 1: Where<byte>(condition, x, y, z); break;
            case 2: Where<ushort>(condition, x, y, z); break;
            case 4: Where<uint>(condition, x, y, z); break;
            default: Where<ulong>(condition, x, y, z); break;
        }

        return Tape.Constant(z, condition, x, y);
    }

    private static void Where<T>(Tensor c, Tensor x, Tensor y, Tensor z)
        where T : unmanaged => Elementwise.Where(
            z.Shape.Sizes, c.Pointer<byte>(), c.Strides, x.Pointer<T>(), x.Strides, y.Pointer<T>(), y.Strides, z.Pointer<T>());
}
