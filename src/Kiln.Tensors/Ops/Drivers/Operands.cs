namespace Kiln.Tensors;

/// <summary>Brings operands to a common type, as the promotion rules say; the conversions are recorded, so gradients come back in the original type.</summary>
internal static class Operands
{
    /// <summary>Both operands in their common type; checks that their shapes broadcast, so that the error names the op.</summary>
    internal static (Tensor Left, Tensor Right) Promote(string op, Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Shape != right.Shape)
        {
            Shape.Broadcast(left.Shape, right.Shape, op);
        }

        if (left.DType == right.DType)
        {
            return (left, right);
        }

        DType dtype = DTypes.Promote(left.DType, right.DType);
        return (left.To(dtype), right.To(dtype));
    }

    /// <summary>As <see cref="Promote"/>, with integers and bool converted to float32: for functions with fractional results.</summary>
    internal static (Tensor Left, Tensor Right) PromoteToFloat(string op, Tensor left, Tensor right)
    {
        (left, right) = Promote(op, left, right);
        return left.DType.IsFloatingPoint() ? (left, right) : (left.To(DType.Float32), right.To(DType.Float32));
    }

    /// <summary>The operand of a logical operator, which takes truth values only: on numbers, NumPy's operators of these names work bit by bit.</summary>
    internal static Tensor Truth(string op, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Bool
            ? x
            : throw new DTypeException($"{op}: expected truth values, given {x.DType.Name()} {x.Shape}; compare first (x > 0), or take LogicalAnd, LogicalOr, LogicalXor, LogicalNot");
    }

    /// <summary>The operand itself if it is floating point, else in float32.</summary>
    internal static Tensor Floating(Tensor x) => x.DType.IsFloatingPoint() ? x : x.To(DType.Float32);

    /// <summary>
    /// A number beside a tensor. It takes the tensor's type when that can hold its kind; a fractional number makes an integer tensor float32.
    /// </summary>
    internal static Tensor Number(double value, Tensor beside) =>
        Tensor.Full(Shape.Scalar, value, beside.DType.IsFloatingPoint() ? beside.DType : DType.Float32);

    /// <summary>A number beside a tensor, that counts as a whole number when it is one: for parameters that have no overload for either.</summary>
    internal static Tensor Like(double value, Tensor beside) =>
        value == Math.Floor(value) && Math.Abs(value) < 1L << 53 ? Number((long)value, beside) : Number(value, beside);

    /// <summary>A whole number beside a tensor: of the tensor's type, or int64 beside truth values.</summary>
    internal static Tensor Number(long value, Tensor beside) => beside.DType switch
    {
        DType.Int64 or DType.Bool => Tensor.Scalar(value),
        DType.Int32 => Tensor.Scalar(unchecked((int)value)),
        DType.Int8 => Tensor.Scalar(unchecked((sbyte)value)),
        DType.UInt8 => Tensor.Scalar(unchecked((byte)value)),
        _ => Tensor.Full(Shape.Scalar, value, beside.DType),
    };
}
