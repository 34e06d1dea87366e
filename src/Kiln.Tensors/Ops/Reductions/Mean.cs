using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The arithmetic mean of all elements, as a scalar. Integers are converted to float32; the mean of nothing is NaN.</summary>
    public Tensor Mean() => MeanOp.Apply(this, ReducedAxes.All(this));

    /// <summary>The arithmetic mean along one axis.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Mean(int axis, bool keepDims = false) => MeanOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "mean"));

    /// <summary>The arithmetic mean along several axes.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false) => MeanOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "mean"));
}

/// <summary>y = Σ x / n; dL/dx = g / n at every element.</summary>
internal static class MeanOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("mean", DTypeSet.Floating, OnCpu);

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x, axes);
        double count = axes.Count;
        return Tape.Unary("mean", y, x, g => axes.Spread(g / count));
    }

    private static Tensor OnCpu(Tensor x, ReducedAxes axes)
    {
        if (HalfPrecision.Is(x.DType))
        {
            Tensor mean = OnCpu(ToOp.Kernel.For(x)(x, DType.Float32), axes);
            return ToOp.Kernel.For(mean)(mean, x.DType);
        }

        return ReductionDriver.AtOnce(x, axes, x.DType, Step);
    }

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        if (x.DType == DType.Float32)
        {
            Reduction.Mean<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner);
        }
        else
        {
            Reduction.Mean<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner);
        }
    }
}
