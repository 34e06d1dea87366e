namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The variance (mean squared distance to the mean, in two passes) of all elements, as a scalar. Integers are converted to float32.</summary>
    /// <param name="correction">What is taken off the number of elements: 0 for a population (NumPy's default), 1 for the unbiased estimate (PyTorch's).</param>
    public Tensor Variance(double correction = 0) => VarianceOp.Apply(this, ReducedAxes.All(this), correction);

    /// <summary>The variance (mean squared distance to the mean, in two passes) along one axis.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="correction">What is taken off the number of elements: 0 for a population, 1 for the unbiased estimate.</param>
    /// <param name="keepDims">Whether the axis stays with size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Variance(int axis, double correction = 0, bool keepDims = false) =>
        VarianceOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "variance"), correction);

    /// <summary>The variance (mean squared distance to the mean, in two passes) along several axes.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="correction">What is taken off the number of elements: 0 for a population, 1 for the unbiased estimate.</param>
    /// <param name="keepDims">Whether the axes stay with size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor Variance(ReadOnlySpan<int> axes, double correction = 0, bool keepDims = false) =>
        VarianceOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "variance"), correction);
}

/// <summary>y = Σ (x − m)² / (n − c), m the mean; dL/dx = g · 2 (x − m) / (n − c).</summary>
internal static class VarianceOp
{
    internal static readonly KernelSlot<SpreadKernel> Kernel = new("variance", DTypeSet.Floating, static (x, axes, c) => SpreadDriver.OnCpu(x, axes, c, root: false));

    internal static Tensor Apply(Tensor x, ReducedAxes axes, double correction)
    {
        x = Operands.Floating(x);
        (Tensor means, Tensor y) = Kernel.For(x)(x, axes, correction);
        double scale = 2 / Math.Max(0, axes.Count - correction);
        return Tape.Record("variance", y, [x], [x, means.AsTemporary()], context =>
        {
            Tensor distance = context.Saved(0) - axes.Spread(context.Saved(1));
            context.Give(0, distance * axes.Spread(context.Gradient * scale));
        });
    }
}
