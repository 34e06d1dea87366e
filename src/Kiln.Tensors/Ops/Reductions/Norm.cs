using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The norm of all elements as one vector, a scalar. Integers are converted to float32.</summary>
    /// <param name="order">1 for the sum of magnitudes, 2 (the default) for the root of the sum of squares, infinity for the largest magnitude.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is none of these.</exception>
    public Tensor Norm(double order = 2) => NormOp.Apply(this, ReducedAxes.All(this), order);

    /// <summary>The norms of the vectors along one axis.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="order">1, 2 or infinity.</param>
    /// <param name="keepDims">Whether the axis stays with size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is none of these.</exception>
    public Tensor Norm(int axis, double order = 2, bool keepDims = false) => NormOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "norm"), order);

    /// <summary>The norms over several axes.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="order">1, 2 or infinity.</param>
    /// <param name="keepDims">Whether the axes stay with size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is none of these.</exception>
    public Tensor Norm(ReadOnlySpan<int> axes, double order = 2, bool keepDims = false) =>
        NormOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "norm"), order);
}

/// <summary>
/// y = Σ |x|, √Σ x² or max |x|; dL/dx = g sign(x); g x / y, and 0 where y is 0; for the last that of its two parts. The choices at the kinks are
/// PyTorch's.
/// </summary>
internal static class NormOp
{
    internal static readonly KernelSlot<ReductionKernel> Magnitudes = new("norm", DTypeSet.Floating, static (x, axes) => OnCpu(x, axes, euclidean: false));

    internal static readonly KernelSlot<ReductionKernel> Euclidean = new("norm", DTypeSet.Floating, static (x, axes) => OnCpu(x, axes, euclidean: true));

    internal static Tensor Apply(Tensor x, ReducedAxes axes, double order)
    {
        x = Operands.Floating(x);
        switch (order)
        {
            case 1:
                Tensor sum = Magnitudes.For(x)(x, axes);
                return Tape.Unary("norm", sum, x, saved: x, (g, x) => x.Sign() * axes.Spread(g));
            case 2:
                Tensor root = Euclidean.For(x)(x, axes);
                return Tape.Record("norm", root, [x], [x, root], context =>
                {
                    Tensor y = context.Saved(1);
                    Tensor factor = (context.Gradient / y).MaskedFill(y.EqualTo(0.0), 0);
                    context.Give(0, context.Saved(0) * axes.Spread(factor));
                });
            case double.PositiveInfinity:
                return MaxOp.Apply(x.Abs(), axes);
            default:
                throw new ArgumentOutOfRangeException(nameof(order), order, $"norm: order {order} is given; 1, 2 and double.PositiveInfinity are known");
        }
    }

    private static Tensor OnCpu(Tensor x, ReducedAxes axes, bool euclidean)
    {
        if (HalfPrecision.Is(x.DType))
        {
            return OnCpu(x.Detach().To(DType.Float32), axes, euclidean).To(x.DType);
        }

        return ReductionDriver.AtOnce(x, axes, x.DType, euclidean ? EuclideanStep : MagnitudeStep);
    }

    private static void MagnitudeStep(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        if (x.DType == DType.Float32)
        {
            Reduction.SumOfMagnitudes<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner);
        }
        else
        {
            Reduction.SumOfMagnitudes<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner);
        }
    }

    private static void EuclideanStep(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        if (x.DType == DType.Float32)
        {
            Reduction.EuclideanNorm<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner);
        }
        else
        {
            Reduction.EuclideanNorm<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner);
        }
    }
}
