namespace Kiln.Neural;

/// <summary>Uniform on [low, high).</summary>
internal sealed class UniformInitializer : Initializer
{
    private readonly double _low;
    private readonly double _high;

    internal UniformInitializer(double low, double high)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
        {
            throw new ArgumentException($"uniform initializer: the lower bound {low} must not exceed the upper bound {high}", nameof(low));
        }

        _low = low;
        _high = high;
    }

    protected override void Fill(Span<float> destination, Shape shape, RandomKey key) => key.Uniform(destination, (float)_low, (float)_high);

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key) => Draw(destination, _low, _high, key);

    internal static void Draw(Span<double> destination, double low, double high, RandomKey key)
    {
        key.Uniform(destination);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = low + (high - low) * destination[i];
        }
    }
}
