namespace Kiln.Neural;

/// <summary>A matrix with one number on its diagonal and zeros elsewhere.</summary>
internal sealed class IdentityInitializer(double gain) : Initializer
{
    protected override void Fill(Span<float> destination, Shape shape, RandomKey key)
    {
        destination.Clear();
        for (int i = 0; i < Diagonal(shape); i++)
        {
            destination[i * (shape[1] + 1)] = (float)gain;
        }
    }

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key)
    {
        destination.Clear();
        for (int i = 0; i < Diagonal(shape); i++)
        {
            destination[i * (shape[1] + 1)] = gain;
        }
    }

    private static int Diagonal(Shape shape) => shape.Rank == 2
        ? Math.Min(shape[0], shape[1])
        : throw new ShapeException($"identity initializer: expected a matrix, got {shape}");
}
