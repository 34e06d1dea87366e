using Kernels = Kiln.Numerics.GroupNormRows;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Group normalisation, channels last: (x − mean) / √(variance + ε) · γ + β, with the mean and the variance of each item's group of neighbouring channels
    /// over all axes between (Wu and He, 2018). One group normalises each item as a whole; as many groups as channels is instance normalisation.
    /// </summary>
    /// <param name="x">(batch, …, channels), float32 or float64.</param>
    /// <param name="groups">How many groups; a divisor of the number of channels.</param>
    /// <param name="gamma">(channels,): the scale, or null for ones.</param>
    /// <param name="beta">(channels,): the shift, or null for zeros.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the groups do not divide the channels.</exception>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? gamma = null, Tensor? beta = null, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(x);
        return GroupNormOp.Apply(x, groups, gamma, beta, epsilon);
    }
}

/// <summary>
/// With x̂ = (x − μ) r and r = 1 / √(σ² + ε) by item and group: y = γ x̂ + β. dL/dβ = Σ g, dL/dγ = Σ g x̂ by channel, and with h = γ g and means over the
/// group, dL/dx = r (h − mean(h) − x̂ mean(h x̂)).
/// </summary>
internal static class GroupNormOp
{
    internal delegate (Tensor Y, Tensor Means, Tensor Scales) ForwardKernel(Tensor x, int groups, Tensor? gamma, Tensor? beta, double epsilon);

    internal delegate (Tensor? X, Tensor? Gamma, Tensor? Beta) BackwardKernel(
        Tensor x, int groups, Tensor? gamma, Tensor means, Tensor scales, Tensor gradient, bool needsX, bool needsGamma, bool needsBeta);

    internal static readonly KernelSlot<ForwardKernel> Forward = new("group norm", DTypeSet.Float32 | DTypeSet.Float64, ForwardOnCpu);

    internal static readonly KernelSlot<BackwardKernel> Backward = new("group norm", DTypeSet.Float32 | DTypeSet.Float64, BackwardOnCpu);

    internal static Tensor Apply(Tensor x, int groups, Tensor? gamma, Tensor? beta, double epsilon)
    {
        if (x.Rank < 2)
        {
            throw new ShapeException($"group norm: expected two axes or more, (batch, …, channels); given {x.Shape}");
        }

        if (groups < 1 || x.Shape[-1] % groups != 0)
        {
            throw new ShapeException(
                $"group norm: groups is {groups}; expected a divisor of the {x.Shape[-1]} channels, the last axis, of an input of shape {x.Shape}");
        }

        NormChecks.PerChannel("group norm", x, gamma, "gamma");
        NormChecks.PerChannel("group norm", x, beta, "beta");
        NormChecks.Epsilon("group norm", epsilon);
        x = x.Contiguous();
        gamma = gamma?.Contiguous();
        beta = beta?.Contiguous();
        bool hasGamma = gamma is not null;
        (Tensor y, Tensor means, Tensor scales) = Forward.For(x)(x, groups, gamma, beta, epsilon);
        return Tape.Record(
            "group norm", y, [x, gamma, beta], [x, gamma, means.AsTemporary(), scales.AsTemporary()], context =>
            {
                Tensor g = context.Gradient.Contiguous();
                (Tensor? dx, Tensor? dGamma, Tensor? dBeta) = Backward.For(g)(
                    context.Saved(0),
                    groups,
                    hasGamma ? context.Saved(1) : null,
                    context.Saved(2),
                    context.Saved(3),
                    g,
                    context.Needs(0),
                    context.Needs(1),
                    context.Needs(2));
                LayerNormOp.Give(context, dx, dGamma, dBeta);
            });
    }

    private static int Places(Tensor x) => x.Count == 0 ? 0 : x.Count / x.Shape[0] / x.Shape[-1];

    private static (Tensor Y, Tensor Means, Tensor Scales) ForwardOnCpu(Tensor x, int groups, Tensor? gamma, Tensor? beta, double epsilon)
    {
        int batch = x.Shape[0], places = Places(x), channels = x.Shape[-1];
        Tensor y = Tensor.Empty(x.Shape, x.DType);
        Tensor means = Tensor.Empty([batch, groups], x.DType);
        Tensor scales = Tensor.Empty([batch, groups], x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.Forward(
                batch,
                places,
                channels,
                groups,
                x.Span<float>(),
                NormChecks.SpanOf<float>(gamma),
                NormChecks.SpanOf<float>(beta),
                epsilon,
                y.Span<float>(),
                means.Span<float>(),
                scales.Span<float>());
        }
        else
        {
            Kernels.Forward(
                batch,
                places,
                channels,
                groups,
                x.Span<double>(),
                NormChecks.SpanOf<double>(gamma),
                NormChecks.SpanOf<double>(beta),
                epsilon,
                y.Span<double>(),
                means.Span<double>(),
                scales.Span<double>());
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
        Tensor x, int groups, Tensor? gamma, Tensor means, Tensor scales, Tensor gradient, bool needsX, bool needsGamma, bool needsBeta)
    {
        int batch = x.Shape[0], places = Places(x), channels = x.Shape[-1];
        Tensor? dx = needsX ? Tensor.Empty(x.Shape, x.DType) : null;
        Tensor? dGamma = needsGamma ? Tensor.Empty([channels], x.DType) : null;
        Tensor? dBeta = needsBeta ? Tensor.Empty([channels], x.DType) : null;
        if (x.DType == DType.Float32)
        {
            Kernels.Backward(
                batch,
                places,
                channels,
                groups,
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
                batch,
                places,
                channels,
                groups,
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
