namespace Kiln.Neural;

/// <summary>Which fan a variance is divided by.</summary>
public enum FanMode
{
    /// <summary>The inputs each output sums over.</summary>
    Input,

    /// <summary>The outputs each input takes part in.</summary>
    Output,

    /// <summary>The mean of both.</summary>
    Average,
}

/// <summary>The distribution of a variance-scaled start.</summary>
public enum ScaledDistribution
{
    /// <summary>Uniform on ±√(3 · variance).</summary>
    Uniform,

    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Normal cut at two standard deviations, widened beforehand so that the variance after the cut is the one wanted.</summary>
    TruncatedNormal,
}

/// <summary>Draws of variance scale / fan.</summary>
internal sealed class VarianceScalingInitializer : Initializer
{
    // The standard deviation of a unit normal cut at ±2: √(1 - 4·φ(2) / (2·Φ(2) - 1)).
    private const double TruncatedDeviation = 0.87962566103423978;

    private readonly double _scale;
    private readonly FanMode _mode;
    private readonly ScaledDistribution _distribution;

    internal VarianceScalingInitializer(double scale, FanMode mode, ScaledDistribution distribution)
    {
        _scale = double.IsFinite(scale) && scale > 0
            ? scale
            : throw new ArgumentOutOfRangeException(nameof(scale), $"variance scaling: the scale must be finite and positive, got {scale}");
        _mode = mode;
        _distribution = distribution;
    }

    /// <summary>
    /// The fans of a weight whose last two axes are inputs and outputs; the axes before them are the receptive field of a convolution:
    /// a kernel (3, 3, 16, 32) has fanIn 9·16 and fanOut 9·32. A vector counts as both.
    /// </summary>
    internal static (double Input, double Output) Fans(Shape shape)
    {
        if (shape.Rank < 2)
        {
            return (Math.Max(1, shape.ElementCount), Math.Max(1, shape.ElementCount));
        }

        double field = 1;
        foreach (int size in shape.Sizes[..^2])
        {
            field *= size;
        }

        return (Math.Max(1, field * shape[-2]), Math.Max(1, field * shape[-1]));
    }

    protected override void Fill(Span<float> destination, Shape shape, RandomKey key)
    {
        double deviation = Deviation(shape);
        switch (_distribution)
        {
            case ScaledDistribution.Uniform:
                key.Uniform(destination, (float)(-Math.Sqrt(3) * deviation), (float)(Math.Sqrt(3) * deviation));
                break;
            case ScaledDistribution.Normal:
                key.Normal(destination, 0, (float)deviation);
                break;
            default:
                TruncatedNormalInitializer.Draw(destination, 0, deviation / TruncatedDeviation, key);
                break;
        }
    }

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key)
    {
        double deviation = Deviation(shape);
        switch (_distribution)
        {
            case ScaledDistribution.Uniform:
                UniformInitializer.Draw(destination, -Math.Sqrt(3) * deviation, Math.Sqrt(3) * deviation, key);
                break;
            case ScaledDistribution.Normal:
                key.Normal(destination, 0, deviation);
                break;
            default:
                TruncatedNormalInitializer.Draw(destination, 0, deviation / TruncatedDeviation, key);
                break;
        }
    }

    private double Deviation(Shape shape)
    {
        (double input, double output) = Fans(shape);
        double fan = _mode switch
        {
            FanMode.Input => input,
            FanMode.Output => output,
            _ => (input + output) / 2,
        };
        return Math.Sqrt(_scale / fan);
    }
}
