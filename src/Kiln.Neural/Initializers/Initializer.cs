namespace Kiln.Neural;

/// <summary>How a parameter's first value is drawn. The ready-made ones are in <see cref="Initializers"/>.</summary>
public abstract class Initializer
{
    private const string Purpose = "initialize";

    /// <summary>
    /// Draws a first value with the next ambient key (<see cref="RandomScope.Next"/>): networks built by the same code inside
    /// <c>RandomScope.Use(RandomKey.FromSeed(42))</c> begin with the same bits. While a saved model is loaded, nothing is drawn: the
    /// value is zeros, soon to be replaced by the file's.
    /// </summary>
    /// <param name="shape">The parameter's shape, with the outputs as its last axis.</param>
    /// <param name="dtype">float32 or float64.</param>
    public Tensor Create(Shape shape, DType dtype = DType.Float32) =>
        LoadingScope.Take(shape) ? Tensor.Zeros(shape, dtype) : Create(shape, RandomScope.Next(Purpose), dtype);

    /// <summary>Draws a first value from a given key: a function of shape and key only.</summary>
    /// <param name="shape">The parameter's shape, with the outputs as its last axis.</param>
    /// <param name="key">The stream to draw from.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="DTypeException">The type is neither float32 nor float64.</exception>
    public Tensor Create(Shape shape, RandomKey key, DType dtype = DType.Float32)
    {
        switch (dtype)
        {
            case DType.Float32:
                return Tensor.Create<float, (Initializer Self, Shape Shape, RandomKey Key)>(
                    shape, (this, shape, key), static (span, s) => s.Self.Fill(span, s.Shape, s.Key));
            case DType.Float64:
                return Tensor.Create<double, (Initializer Self, Shape Shape, RandomKey Key)>(
                    shape, (this, shape, key), static (span, s) => s.Self.Fill(span, s.Shape, s.Key));
            default:
                throw new DTypeException($"initializer: parameters are float32 or float64, not {dtype.Name()}; convert the result with To()");
        }
    }

    /// <summary>Writes every element.</summary>
    /// <param name="destination">Row-major; the contents before are undefined.</param>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="key">The stream to draw from.</param>
    protected abstract void Fill(Span<float> destination, Shape shape, RandomKey key);

    /// <summary>Writes every element in double precision.</summary>
    /// <param name="destination">Row-major; the contents before are undefined.</param>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="key">The stream to draw from.</param>
    protected abstract void Fill(Span<double> destination, Shape shape, RandomKey key);
}
