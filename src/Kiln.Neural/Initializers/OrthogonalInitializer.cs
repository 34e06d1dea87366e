namespace Kiln.Neural;

/// <summary>
/// A matrix whose rows or columns, whichever are fewer, stand at right angles: Q of a normal matrix, with signs that make it uniform. Saxe, McClelland and Ganguli,
/// "Exact solutions to the nonlinear dynamics of learning" (2014); the signs: Mezzadri, "How to generate random matrices from the classical compact groups" (2007).
/// </summary>
internal sealed class OrthogonalInitializer(double gain) : Initializer
{
    private readonly double _gain = double.IsFinite(gain)
        ? gain
        : throw new ArgumentOutOfRangeException(nameof(gain), $"orthogonal initializer: the gain must be finite, got {gain}");

    protected override void Fill(Span<float> destination, Shape shape, RandomKey key)
    {
        double[] values = Draw(shape, key);
        for (int i = 0; i < values.Length; i++)
        {
            destination[i] = (float)values[i];
        }
    }

    protected override void Fill(Span<double> destination, Shape shape, RandomKey key) => Draw(shape, key).CopyTo(destination);

    private double[] Draw(Shape shape, RandomKey key)
    {
        if (shape.Rank < 2)
        {
            throw new ShapeException($"orthogonal initializer: expected at least two axes, got {shape}");
        }

        int columns = shape[-1];
        int rows = columns == 0 ? 0 : shape.ElementCount / columns;
        int tall = Math.Max(rows, columns);
        int few = Math.Min(rows, columns);
        if (few == 0)
        {
            return [];
        }

        using var quiet = Autograd.NoGrad();
        (Tensor q, Tensor r) = LinearAlgebra.Qr(Tensor.RandomNormal([tall, few], key: key, dtype: DType.Float64));
        Tensor diagonal = r.Diagonal();
        q *= Tensor.Where(diagonal.Less(0), -1.0, Tensor.OnesLike(diagonal));
        return ((rows < columns ? q.T : q) * _gain).Contiguous().ToArray<double>();
    }
}
