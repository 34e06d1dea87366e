using Kernels = Kiln.Numerics.BatchNormRows;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Batch normalisation by the batch's own statistics: (x − mean) / √(variance + ε) · γ + β, with mean and variance of each channel over
    /// all other axes (Ioffe and Szegedy, 2015).
    /// </summary>
    /// <param name="x">(…, channels), float32 or float64.</param>
    /// <param name="gamma">(channels,): the scale.</param>
    /// <param name="beta">(channels,): the shift.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="mean">(channels,): the batch's mean, for running statistics; no gradient.</param>
    /// <param name="variance">(channels,): the batch's variance, biased; no gradient.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or there is no row.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon, out Tensor mean, out Tensor variance)
    {
        BatchNormOp.Check(x, gamma, beta);
        return BatchNormOp.Train(x, gamma, beta, epsilon, out mean, out variance);
    }

    /// <summary>Batch normalisation by given statistics, as in inference.</summary>
    /// <param name="x">(…, channels), float32 or float64.</param>
    /// <param name="gamma">(channels,): the scale.</param>
    /// <param name="beta">(channels,): the shift.</param>
    /// <param name="mean">(channels,): the mean to subtract; no gradient.</param>
    /// <param name="variance">(channels,): the variance to divide by; no gradient.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon)
    {
        BatchNormOp.Check(x, gamma, beta);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        BatchNormOp.PerChannel(x, mean, "mean");
        BatchNormOp.PerChannel(x, variance, "variance");
        return BatchNormOp.Infer(x, gamma, beta, mean.Detach(), variance.Detach(), epsilon);
    }
}

/// <summary>
/// With x̂ = (x − μ) r and r = 1 / √(σ² + ε): y = γ x̂ + β. dL/dβ = Σ g, dL/dγ = Σ g x̂, and dL/dx = γ r (g − mean(g) − x̂ mean(g x̂))
/// where μ and σ² are the batch's own, dL/dx = γ r g where they are given.
/// </summary>
internal static class BatchNormOp
{
    internal delegate (Tensor Mean, Tensor Variance) StatisticsKernel(Tensor x);

    internal delegate Tensor NormalizeKernel(Tensor x, Tensor mean, Tensor scale, Tensor shift);

    internal delegate (Tensor Sum, Tensor Dot) SumsKernel(Tensor x, Tensor mean, Tensor gradient);

    internal delegate Tensor InputKernel(Tensor x, Tensor mean, Tensor gradient, Tensor scale, Tensor dotWeight, Tensor offset);

    private const DTypeSet Types = DTypeSet.Float32 | DTypeSet.Float64;

    internal static readonly KernelSlot<StatisticsKernel> Statistics = new("batch norm", Types, StatisticsOnCpu);
    internal static readonly KernelSlot<NormalizeKernel> Normalize = new("batch norm", Types, NormalizeOnCpu);
    internal static readonly KernelSlot<SumsKernel> Sums = new("batch norm", Types, SumsOnCpu);
    internal static readonly KernelSlot<InputKernel> InputGradient = new("batch norm", Types, InputOnCpu);

    internal static void Check(Tensor x, Tensor gamma, Tensor beta)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gamma);
        ArgumentNullException.ThrowIfNull(beta);
        if (x.Rank < 2 || x.Count == 0)
        {
            throw new ShapeException($"batch norm: expected (…, channels) with at least one row, got {x.Shape}");
        }

        PerChannel(x, gamma, "gamma");
        PerChannel(x, beta, "beta");
    }

    internal static void PerChannel(Tensor x, Tensor value, string name)
    {
        if (value.Rank != 1 || value.Shape[0] != x.Shape[-1])
        {
            throw new ShapeException($"batch norm: {name} has shape {value.Shape}; an input of shape {x.Shape} needs ({x.Shape[-1]},)");
        }

        if (value.DType != x.DType)
        {
            throw new DTypeException($"batch norm: the input is {x.DType.Name()}, {name} {value.DType.Name()}; they must be the same");
        }
    }

    internal static Tensor Train(Tensor x, Tensor gamma, Tensor beta, double epsilon, out Tensor mean, out Tensor variance)
    {
        x = x.Contiguous();
        gamma = gamma.Contiguous();
        (mean, variance) = Statistics.For(x)(x);
        Tensor inverse = Inverse(variance, epsilon);
        Tensor y = Normalize.For(x)(x, mean, Times(gamma, inverse), beta.Contiguous());
        double rows = x.Count / x.Shape[-1];
        return Tape.Record("batch norm", y, [x, gamma, beta], [x, gamma, mean, inverse.AsTemporary()], context =>
        {
            Tensor x = context.Saved(0);
            Tensor mean = context.Saved(2);
            Tensor inverse = context.Saved(3);
            Tensor g = context.Gradient.Contiguous();
            (Tensor sum, Tensor dot) = Sums.For(g)(x, mean, g);
            Tensor dGamma = Times(dot, inverse);
            if (context.Needs(0))
            {
                Tensor scale = Times(context.Saved(1), inverse);
                Tensor offset = Times(scale, sum, -1 / rows);
                Tensor dotWeight = Times(Times(scale, dGamma, -1 / rows), inverse);
                context.Give(0, InputGradient.For(g)(x, mean, g, scale, dotWeight, offset));
            }

            context.Give(1, dGamma);
            context.Give(2, sum);
        });
    }

    internal static Tensor Infer(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon)
    {
        x = x.Contiguous();
        gamma = gamma.Contiguous();
        mean = mean.Contiguous();
        Tensor inverse = Inverse(variance.Contiguous(), epsilon);
        Tensor y = Normalize.For(x)(x, mean, Times(gamma, inverse), beta.Contiguous());
        return Tape.Record("batch norm", y, [x, gamma, beta], [x, gamma, mean, inverse.AsTemporary()], static context =>
        {
            Tensor inverse = context.Saved(3);
            Tensor g = context.Gradient.Contiguous();
            if (context.Needs(1) || context.Needs(2))
            {
                (Tensor sum, Tensor dot) = Sums.For(g)(context.Saved(0), context.Saved(2), g);
                context.Give(1, Times(dot, inverse));
                context.Give(2, sum);
            }

            if (context.Needs(0))
            {
                Tensor zero = Tensor.Zeros(inverse.Shape, inverse.DType);
                context.Give(0, Normalize.For(g)(g, zero, Times(context.Saved(1), inverse), zero));
            }
        });
    }

    /// <summary>1 / √(variance + ε): as many numbers as channels, so computed plainly and in float64.</summary>
    private static Tensor Inverse(Tensor variance, double epsilon) => PerElement(variance, variance, (v, _) => 1 / Math.Sqrt(v + epsilon));

    private static Tensor Times(Tensor a, Tensor b, double factor = 1) => PerElement(a, b, (x, y) => x * y * factor);

    private static Tensor PerElement(Tensor a, Tensor b, Func<double, double, double> function)
    {
        Tensor result = Tensor.Empty(a.Shape, a.DType);
        if (a.DType == DType.Float32)
        {
            Span<float> x = a.Span<float>(), y = b.Span<float>(), r = result.Span<float>();
            for (int i = 0; i < r.Length; i++)
            {
                r[i] = (float)function(x[i], y[i]);
            }
        }
        else
        {
            Span<double> x = a.Span<double>(), y = b.Span<double>(), r = result.Span<double>();
            for (int i = 0; i < r.Length; i++)
            {
                r[i] = function(x[i], y[i]);
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return result;
    }

    private static (Tensor Mean, Tensor Variance) StatisticsOnCpu(Tensor x)
    {
        int channels = x.Shape[-1];
        Tensor mean = Tensor.Empty([channels], x.DType);
        Tensor variance = Tensor.Empty([channels], x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.Statistics(x.Count / channels, channels, x.Span<float>(), mean.Span<float>(), variance.Span<float>());
        }
        else
        {
            Kernels.Statistics(x.Count / channels, channels, x.Span<double>(), mean.Span<double>(), variance.Span<double>());
        }

        GC.KeepAlive(x);
        return (mean, variance);
    }

    private static Tensor NormalizeOnCpu(Tensor x, Tensor mean, Tensor scale, Tensor shift)
    {
        int channels = x.Shape[-1];
        int rows = x.Count / channels;
        Tensor y = Tensor.Empty(x.Shape, x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.Normalize(rows, channels, x.Span<float>(), mean.Span<float>(), scale.Span<float>(), shift.Span<float>(), y.Span<float>());
        }
        else
        {
            Kernels.Normalize(rows, channels, x.Span<double>(), mean.Span<double>(), scale.Span<double>(), shift.Span<double>(), y.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(mean);
        GC.KeepAlive(scale);
        GC.KeepAlive(shift);
        return y;
    }

    private static (Tensor Sum, Tensor Dot) SumsOnCpu(Tensor x, Tensor mean, Tensor gradient)
    {
        int channels = x.Shape[-1];
        int rows = x.Count / channels;
        Tensor sum = Tensor.Empty([channels], x.DType);
        Tensor dot = Tensor.Empty([channels], x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.GradientSums(rows, channels, x.Span<float>(), mean.Span<float>(), gradient.Span<float>(), sum.Span<float>(), dot.Span<float>());
        }
        else
        {
            Kernels.GradientSums(rows, channels, x.Span<double>(), mean.Span<double>(), gradient.Span<double>(), sum.Span<double>(), dot.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(mean);
        GC.KeepAlive(gradient);
        return (sum, dot);
    }

    private static Tensor InputOnCpu(Tensor x, Tensor mean, Tensor gradient, Tensor scale, Tensor dotWeight, Tensor offset)
    {
        int channels = x.Shape[-1];
        int rows = x.Count / channels;
        Tensor result = Tensor.Empty(x.Shape, x.DType);
        if (x.DType == DType.Float32)
        {
            Kernels.InputGradient(
                rows, channels, x.Span<float>(), mean.Span<float>(), gradient.Span<float>(), scale.Span<float>(), dotWeight.Span<float>(), offset.Span<float>(), result.Span<float>());
        }
        else
        {
            Kernels.InputGradient(
                rows, channels, x.Span<double>(), mean.Span<double>(), gradient.Span<double>(), scale.Span<double>(), dotWeight.Span<double>(), offset.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(mean);
        GC.KeepAlive(gradient);
        GC.KeepAlive(scale);
        GC.KeepAlive(dotWeight);
        GC.KeepAlive(offset);
        return result;
    }
}
