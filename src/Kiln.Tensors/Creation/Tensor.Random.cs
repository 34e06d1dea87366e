namespace Kiln.Tensors;

/// <summary>Tensors of random numbers. Without a key they draw from the ambient stream, <see cref="RandomScope"/>.</summary>
public sealed partial class Tensor
{
    private const string CreationPurpose = "create";

    /// <summary>Draws uniform on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The value that is not reached (rounding may reach it).</param>
    /// <param name="key">The stream; the ambient one if null.</param>
    /// <param name="dtype">A floating-point type.</param>
    /// <exception cref="DTypeException">The type is not floating point.</exception>
    public static Tensor RandomUniform(Shape shape, double low = 0, double high = 1, RandomKey? key = null, DType dtype = DType.Float32)
    {
        RandomKey stream = key ?? RandomScope.Next(CreationPurpose);
        return Drawn("random uniform", shape, dtype, span => stream.Uniform(span, (float)low, (float)high), span =>
        {
            stream.Uniform(span);
            foreach (ref double value in span)
            {
                value = low + ((high - low) * value);
            }
        });
    }

    /// <summary>Draws of the normal distribution.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <param name="key">The stream; the ambient one if null.</param>
    /// <param name="dtype">A floating-point type.</param>
    /// <exception cref="DTypeException">The type is not floating point.</exception>
    public static Tensor RandomNormal(
        Shape shape, double mean = 0, double standardDeviation = 1, RandomKey? key = null, DType dtype = DType.Float32)
    {
        RandomKey stream = key ?? RandomScope.Next(CreationPurpose);
        return Drawn(
            "random normal", shape, dtype,
            span => stream.Normal(span, (float)mean, (float)standardDeviation),
            span => stream.Normal(span, mean, standardDeviation));
    }

    /// <summary>Integers uniform on [<paramref name="low"/>, <paramref name="high"/>), without bias.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">One past the largest value.</param>
    /// <param name="key">The stream; the ambient one if null.</param>
    /// <returns>Int64.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public static Tensor RandomIntegers(Shape shape, long low, long high, RandomKey? key = null)
    {
        Tensor tensor = Empty(shape, DType.Int64);
        (key ?? RandomScope.Next(CreationPurpose)).Integers(tensor.Span<long>(), low, high);
        GC.KeepAlive(tensor);
        return tensor;
    }

    private static Tensor Drawn(string op, Shape shape, DType dtype, SpanFill<float> single, SpanFill<double> wide)
    {
        if (!dtype.IsFloatingPoint())
        {
            throw new DTypeException($"{op}: the numbers are not integers; {dtype.Name()} was asked for, expected a floating-point type");
        }

        Tensor tensor = Empty(shape, dtype == DType.Float64 ? dtype : DType.Float32);
        if (dtype == DType.Float64)
        {
            wide(tensor.Span<double>());
        }
        else
        {
            single(tensor.Span<float>());
        }

        GC.KeepAlive(tensor);
        return tensor.To(dtype);
    }

    private delegate void SpanFill<T>(Span<T> span);
}
