namespace Kiln.Tensors;

public sealed partial class RandomState
{
    /// <summary>Draws uniform on [0, 1), as <c>random_sample(shape)</c>.</summary>
    /// <param name="shape">The sizes of the axes, filled in row-major order.</param>
    /// <returns>Float64.</returns>
    public Tensor RandomSample(Shape shape) => Tensor.From(RandomSample(shape.ElementCount), shape);

    /// <summary>Draws uniform on [0, 1), as <c>rand(…)</c>.</summary>
    /// <inheritdoc cref="RandomSample(Shape)"/>
    public Tensor Rand(Shape shape) => RandomSample(shape);

    /// <summary>Standard normal draws, as <c>randn(…)</c>.</summary>
    /// <inheritdoc cref="RandomSample(Shape)"/>
    public Tensor Randn(Shape shape) => Tensor.From(Randn(shape.ElementCount), shape);

    /// <summary>Normal draws, as <c>normal(loc, scale, shape)</c>.</summary>
    /// <param name="location">The mean.</param>
    /// <param name="scale">The standard deviation.</param>
    /// <param name="shape">The sizes of the axes, filled in row-major order.</param>
    /// <returns>Float64.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is negative.</exception>
    public Tensor Normal(double location, double scale, Shape shape) => Tensor.From(Normal(location, scale, shape.ElementCount), shape);

    /// <summary>Draws uniform on [low, high), as <c>uniform(low, high, shape)</c>.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The value that is not reached.</param>
    /// <param name="shape">The sizes of the axes, filled in row-major order.</param>
    /// <returns>Float64.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not finite.</exception>
    public Tensor Uniform(double low, double high, Shape shape) => Tensor.From(Uniform(low, high, shape.ElementCount), shape);

    /// <summary>Integers uniform on [low, high), as <c>randint(low, high, shape)</c>.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">One past the largest value.</param>
    /// <param name="shape">The sizes of the axes, filled in row-major order.</param>
    /// <returns>Int64.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public Tensor RandInt(long low, long high, Shape shape) => Tensor.From(RandInt(low, high, shape.ElementCount), shape);

    /// <summary>The entries of a tensor's first axis in random order, as <c>permutation(x)</c>.</summary>
    /// <param name="tensor">At least one axis.</param>
    public Tensor Permutation(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int count = tensor.Shape[tensor.Shape.Axis(0, "permutation")];
        return tensor.Take(Tensor.From(Permutation(count)), 0);
    }
}
