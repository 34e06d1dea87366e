using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The elements, but none below one bound or above another; NaN stays NaN.</summary>
    /// <param name="min">The lower bound; none by default. Takes this tensor's type.</param>
    /// <param name="max">The upper bound; none by default. Takes this tensor's type.</param>
    /// <exception cref="ArgumentException">The lower bound exceeds the upper one, or a bound is NaN.</exception>
    public Tensor Clamp(double? min = null, double? max = null) => ClampOp.Apply(this, min, max);
}

/// <summary>y = min(max(x, low), high); dL/dx = g where low ≤ x ≤ high, 0 outside: PyTorch's rule at the bounds.</summary>
internal static class ClampOp
{
    internal delegate Tensor ClampKernel(Tensor x, Tensor low, Tensor high);

    internal static readonly KernelSlot<ClampKernel> Kernel = new("clamp", DTypeSet.Numeric, ElementwiseDriver.Ternary<ClampOperator>);

    internal static Tensor Apply(Tensor x, double? min, double? max)
    {
        if (min is { } a && max is { } b && !(a <= b) || min is double.NaN || max is double.NaN)
        {
            throw new ArgumentException($"clamp: the bounds {min} and {max} leave no interval; the lower one must not exceed the upper one");
        }

        (double least, double most) = Range(x.DType);
        double low = Math.Clamp(min ?? double.NegativeInfinity, least, most);
        double high = Math.Clamp(max ?? double.PositiveInfinity, least, most);
        Tensor y = Kernel.For(x)(x, Bound(low, x.DType), Bound(high, x.DType));
        return x.DType.IsFloatingPoint()
            ? Tape.Unary("clamp", y, x, saved: x, (g, x) =>
            {
                Tensor inside = x.GreaterOrEqual(Bound(low, x.DType)).LogicalAnd(x.LessOrEqual(Bound(high, x.DType)));
                return Tensor.Where(inside, g, Tensor.Zeros(Shape.Scalar, g.DType));
            })
            : Tape.Constant(y, x);
    }

    // The ends of int64 do not survive the way through float64.
    private static Tensor Bound(double value, DType dtype) => dtype == DType.Int64
        ? Tensor.Scalar(value >= long.MaxValue ? long.MaxValue : (long)value)
        : Tensor.Full(Shape.Scalar, value, dtype);

    private static (double Least, double Most) Range(DType dtype) => dtype switch
    {
        DType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DType.Int32 => (int.MinValue, int.MaxValue),
        DType.Int64 => (long.MinValue, long.MaxValue),
        DType.UInt8 => (byte.MinValue, byte.MaxValue),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };
}
