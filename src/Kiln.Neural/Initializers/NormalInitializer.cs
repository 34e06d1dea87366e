namespace Kiln.Neural;

/// <summary>Normal.</summary>
internal sealed class NormalInitializer : Initializer
{
    private readonly double _mean;
    private readonly double _deviation;

    internal NormalInitializer(double mean, double deviation)
    {
        _mean = mean;
        _deviation = CheckDeviation(deviation);
    }

    internal static double CheckDeviation(double deviation) => double.IsFinite(deviation) && deviation >= 0
        ? deviation
        : throw new ArgumentOutOfRangeException(
            nameof(deviation), $"normal initializer: the standard deviation must be finite and not negative, got {deviation}");

    protected override void Fill(Span<float> destination, Shape shape, RandomKey key) => key.Normal(destination, (float)_mean, (float)_deviation);

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key) => key.Normal(destination, _mean, _deviation);
}
