using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>log Σ exp(x) along one axis, without overflow; −∞ of nothing. Integers are converted to float32.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSumExp(int axis, bool keepDims = false) => LogSumExpOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "log sum exp"));

    /// <summary>log Σ exp(x) along several axes.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false) => LogSumExpOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "log sum exp"));
}

/// <summary>y = m + log Σ exp(x − m), m the maximum; dL/dx = g exp(x − y), and 0 where y is infinite.</summary>
internal static class LogSumExpOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("log sum exp", DTypeSet.Floating, OnCpu);

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x, axes);
        return Tape.Record("log sum exp", y, [x], [x, y], context =>
        {
            Tensor y = axes.Spread(context.Saved(1));
            Tensor weight = (context.Saved(0) - y).Exp().MaskedFill(y.IsInfinity(), 0);
            context.Give(0, weight * axes.Spread(context.Gradient));
        });
    }

    private static Tensor OnCpu(Tensor x, ReducedAxes axes)
    {
        if (HalfPrecision.Is(x.DType))
        {
            return OnCpu(x.Detach().To(DType.Float32), axes).To(x.DType);
        }

        return ReductionDriver.AtOnce(x, axes, x.DType, Step);
    }

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        if (x.DType == DType.Float32)
        {
            Reduction.LogSumExp<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner);
        }
        else
        {
            Reduction.LogSumExp<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner);
        }
    }
}
