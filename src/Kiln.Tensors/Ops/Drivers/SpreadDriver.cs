using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>A kernel of variance or standard deviation: gives the means too, which the gradient needs.</summary>
/// <param name="x">The operand, any strides.</param>
/// <param name="axes">The axes that are reduced.</param>
/// <param name="correction">What is taken off the number of elements.</param>
internal delegate (Tensor Means, Tensor Result) SpreadKernel(Tensor x, ReducedAxes axes, double correction);

/// <summary>Runs the two-pass variance of Kiln.Numerics.</summary>
internal static class SpreadDriver
{
    internal static (Tensor Means, Tensor Result) OnCpu(Tensor x, ReducedAxes axes, double correction, bool root)
    {
        if (HalfPrecision.Is(x.DType))
        {
            (Tensor wideMeans, Tensor wide) = OnCpu(x.Detach().To(DType.Float32), axes, correction, root);
            return (wideMeans.To(x.DType), wide.To(x.DType));
        }

        (Tensor source, int outer, int reduced, int inner) = ReductionDriver.Together(x, axes);
        Tensor means = Tensor.Empty(axes.Result, x.DType);
        Tensor result = Tensor.Empty(axes.Result, x.DType);
        if (x.DType == DType.Float32)
        {
            Reduction.Variance<float>(source.Span<float>(), means.Span<float>(), result.Span<float>(), outer, reduced, inner, correction, root);
        }
        else
        {
            Reduction.Variance<double>(source.Span<double>(), means.Span<double>(), result.Span<double>(), outer, reduced, inner, correction, root);
        }

        GC.KeepAlive(source);
        return (means, result);
    }
}
