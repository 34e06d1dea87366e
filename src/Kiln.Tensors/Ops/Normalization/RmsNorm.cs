using Kernels = Kiln.Numerics.RmsNormRows;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>Root-mean-square normalisation over the last axis: x / √(mean(x²) + ε) · γ (Zhang and Sennrich, 2019).</summary>
    /// <param name="x">(…, features), floating point.</param>
    /// <param name="gamma">(features,): the scale, or null for ones.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or x is a scalar.</exception>
    public static Tensor RmsNorm(Tensor x, Tensor? gamma = null, double epsilon = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(x);
        return RmsNormOp.Apply(x, gamma, epsilon);
    }
}

/// <summary>
/// With x̂ = x r and r = 1 / √(mean(x²) + ε) by row: y = γ x̂. dL/dγ = Σ g x̂ over the rows, and with h = γ g, dL/dx = r (h − x̂ mean(h x̂)). The rows' r are
/// kept for the backward pass.
/// </summary>
internal static class RmsNormOp
{
    internal delegate (Tensor Y, Tensor Scales) ForwardKernel(Tensor x, Tensor? gamma, double epsilon);

    internal delegate (Tensor? X, Tensor? Gamma) BackwardKernel(Tensor x, Tensor? gamma, Tensor scales, Tensor gradient, bool needsX, bool needsGamma);

    internal static readonly KernelSlot<ForwardKernel> Forward = new("rms norm", DTypeSet.Float32 | DTypeSet.Float64, ForwardOnCpu);

    internal static readonly KernelSlot<BackwardKernel> Backward = new("rms norm", DTypeSet.Float32 | DTypeSet.Float64, BackwardOnCpu);

    internal static Tensor Apply(Tensor x, Tensor? gamma, double epsilon)
    {
        if (x.Rank == 0)
        {
            throw new ShapeException("rms norm: the input is a scalar; expected (…, features)");
        }

        if (HalfPrecision.Is(x.DType))
        {
            return Apply(x.To(DType.Float32), gamma?.To(DType.Float32), epsilon).To(x.DType);
        }

        NormChecks.PerChannel("rms norm", x, gamma, "gamma");
        NormChecks.Epsilon("rms norm", epsilon);
        x = x.Contiguous();
        gamma = gamma?.Contiguous();
        bool hasGamma = gamma is not null;
        (Tensor y, Tensor scales) = Forward.For(x)(x, gamma, epsilon);
        return Tape.Record("rms norm", y, [x, gamma], [x, gamma, scales.AsTemporary()], context =>
        {
            Tensor g = context.Gradient.Contiguous();
            (Tensor? dx, Tensor? dGamma) = Backward.For(g)(
                context.Saved(0), hasGamma ? context.Saved(1) : null, context.Saved(2), g, context.Needs(0), context.Needs(1));
            LayerNormOp.Give(context, dx, dGamma);
        });
    }

    private static (Tensor Y, Tensor Scales) ForwardOnCpu(Tensor x, Tensor? gamma, double epsilon)
    {
        int width = x.Shape[-1];
        int rows = width == 0 ? 0 : x.Count / width;
        Tensor y = Tensor.Empty(x.Shape, x.DType);
        Tensor scales = Tensor.Empty([rows], x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.Forward(rows, width, x.Span<float>(), NormChecks.SpanOf<float>(gamma), epsilon, y.Span<float>(), scales.Span<float>());
        }
        else
        {
            Kernels.Forward(rows, width, x.Span<double>(), NormChecks.SpanOf<double>(gamma), epsilon, y.Span<double>(), scales.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gamma);
        GC.KeepAlive(y);
        GC.KeepAlive(scales);
        return (y, scales);
    }

    private static (Tensor? X, Tensor? Gamma) BackwardOnCpu(Tensor x, Tensor? gamma, Tensor scales, Tensor gradient, bool needsX, bool needsGamma)
    {
        int width = x.Shape[-1];
        int rows = width == 0 ? 0 : x.Count / width;
        Tensor? dx = needsX ? Tensor.Empty(x.Shape, x.DType) : null;
        Tensor? dGamma = needsGamma ? Tensor.Empty([width], x.DType) : null;
        if (x.DType == DType.Float32)
        {
            Kernels.Backward(
                rows, width, x.Span<float>(), NormChecks.SpanOf<float>(gamma), scales.Span<float>(), gradient.Span<float>(), NormChecks.SpanOf<float>(dx), NormChecks.SpanOf<float>(dGamma));
        }
        else
        {
            Kernels.Backward(
                rows, width, x.Span<double>(), NormChecks.SpanOf<double>(gamma), scales.Span<double>(), gradient.Span<double>(), NormChecks.SpanOf<double>(dx), NormChecks.SpanOf<double>(dGamma));
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gamma);
        GC.KeepAlive(scales);
        GC.KeepAlive(gradient);
        GC.KeepAlive(dx);
        GC.KeepAlive(dGamma);
        return (dx, dGamma);
    }
}
