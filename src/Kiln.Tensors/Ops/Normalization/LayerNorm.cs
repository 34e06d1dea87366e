using Kernels = Kiln.Numerics.LayerNormRows;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Layer normalisation over the last axis: (x − mean) / √(variance + ε) · γ + β, with the mean and the variance of each row (Ba, Kiros and Hinton, 2016).
    /// </summary>
    /// <param name="x">(…, features), floating point.</param>
    /// <param name="gamma">(features,): the scale, or null for ones.</param>
    /// <param name="beta">(features,): the shift, or null for zeros.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or x is a scalar.</exception>
    public static Tensor LayerNorm(Tensor x, Tensor? gamma = null, Tensor? beta = null, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(x);
        return LayerNormOp.Apply(x, gamma, beta, epsilon);
    }
}

/// <summary>
/// With x̂ = (x − μ) r and r = 1 / √(σ² + ε) by row: y = γ x̂ + β. dL/dβ = Σ g, dL/dγ = Σ g x̂ over the rows, and with h = γ g,
/// dL/dx = r (h − mean(h) − x̂ mean(h x̂)). The rows' μ and r are kept for the backward pass.
/// </summary>
internal static class LayerNormOp
{
    internal delegate (Tensor Y, Tensor Means, Tensor Scales) ForwardKernel(Tensor x, Tensor? gamma, Tensor? beta, double epsilon);

    internal delegate (Tensor? X, Tensor? Gamma, Tensor? Beta) BackwardKernel(
        Tensor x, Tensor? gamma, Tensor means, Tensor scales, Tensor gradient, bool needsX, bool needsGamma, bool needsBeta);

    internal static readonly KernelSlot<ForwardKernel> Forward = new("layer norm", DTypeSet.Float32 | DTypeSet.Float64, ForwardOnCpu);

    internal static readonly KernelSlot<BackwardKernel> Backward = new("layer norm", DTypeSet.Float32 | DTypeSet.Float64, BackwardOnCpu);

    internal static Tensor Apply(Tensor x, Tensor? gamma, Tensor? beta, double epsilon)
    {
        if (x.Rank == 0)
        {
            throw new ShapeException("layer norm: the input is a scalar; expected (…, features)");
        }

        if (HalfPrecision.Is(x.DType))
        {
            return Apply(x.To(DType.Float32), gamma?.To(DType.Float32), beta?.To(DType.Float32), epsilon).To(x.DType);
        }

        NormChecks.PerChannel("layer norm", x, gamma, "gamma");
        NormChecks.PerChannel("layer norm", x, beta, "beta");
        NormChecks.Epsilon("layer norm", epsilon);
        x = x.Contiguous();
        gamma = gamma?.Contiguous();
        beta = beta?.Contiguous();
        bool hasGamma = gamma is not null;
        (Tensor y, Tensor means, Tensor scales) = Forward.For(x)(x, gamma, beta, epsilon);
        return Tape.Record(
            "layer norm", y, [x, gamma, beta], [x, gamma, means.AsTemporary(), scales.AsTemporary()], context =>
            {
                Tensor g = context.Gradient.Contiguous();
                (Tensor? dx, Tensor? dGamma, Tensor? dBeta) = Backward.For(g)(
                    context.Saved(0),
                    hasGamma ? context.Saved(1) : null,
                    context.Saved(2),
                    context.Saved(3),
                    g,
                    context.Needs(0),
                    context.Needs(1),
                    context.Needs(2));
                Give(context, dx, dGamma, dBeta);
            });
    }

    internal static void Give(BackwardContext context, params ReadOnlySpan<Tensor?> gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                context.Give(i, gradient);
            }
        }
    }

    private static (Tensor Y, Tensor Means, Tensor Scales) ForwardOnCpu(Tensor x, Tensor? gamma, Tensor? beta, double epsilon)
    {
        int width = x.Shape[-1];
        int rows = width == 0 ? 0 : x.Count / width;
        Tensor y = Tensor.Empty(x.Shape, x.DType);
        Tensor means = Tensor.Empty([rows], x.DType);
        Tensor scales = Tensor.Empty([rows], x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.Forward(
                rows, width, x.Span<float>(), NormChecks.SpanOf<float>(gamma), NormChecks.SpanOf<float>(beta), epsilon, y.Span<float>(), means.Span<float>(), scales.Span<float>());
        }
        else
        {
            Kernels.Forward(
                rows, width, x.Span<double>(), NormChecks.SpanOf<double>(gamma), NormChecks.SpanOf<double>(beta), epsilon, y.Span<double>(), means.Span<double>(), scales.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gamma);
        GC.KeepAlive(beta);
        GC.KeepAlive(y);
        GC.KeepAlive(means);
        GC.KeepAlive(scales);
        return (y, means, scales);
    }

    private static (Tensor? X, Tensor? Gamma, Tensor? Beta) BackwardOnCpu(
        Tensor x, Tensor? gamma, Tensor means, Tensor scales, Tensor gradient, bool needsX, bool needsGamma, bool needsBeta)
    {
        int width = x.Shape[-1];
        int rows = width == 0 ? 0 : x.Count / width;
        Tensor? dx = needsX ? Tensor.Empty(x.Shape, x.DType) : null;
        Tensor? dGamma = needsGamma ? Tensor.Empty([width], x.DType) : null;
        Tensor? dBeta = needsBeta ? Tensor.Empty([width], x.DType) : null;
        if (x.DType == DType.Float32)
        {
            Kernels.Backward(
                rows,
                width,
                x.Span<float>(),
                NormChecks.SpanOf<float>(gamma),
                means.Span<float>(),
                scales.Span<float>(),
                gradient.Span<float>(),
                NormChecks.SpanOf<float>(dx),
                NormChecks.SpanOf<float>(dGamma),
                NormChecks.SpanOf<float>(dBeta));
        }
        else
        {
            Kernels.Backward(
                rows,
                width,
                x.Span<double>(),
                NormChecks.SpanOf<double>(gamma),
                means.Span<double>(),
                scales.Span<double>(),
                gradient.Span<double>(),
                NormChecks.SpanOf<double>(dx),
                NormChecks.SpanOf<double>(dGamma),
                NormChecks.SpanOf<double>(dBeta));
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gamma);
        GC.KeepAlive(means);
        GC.KeepAlive(scales);
        GC.KeepAlive(gradient);
        GC.KeepAlive(dx);
        GC.KeepAlive(dGamma);
        GC.KeepAlive(dBeta);
        return (dx, dGamma, dBeta);
    }
}
