namespace Kiln.Neural;

/// <summary>One value everywhere.</summary>
internal sealed class ConstantInitializer(double value) : Initializer
{
    protected override void Fill(Span<float> destination, Shape shape, RandomKey key) => destination.Fill((float)value);

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key) => destination.Fill(value);
}
