using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Kiln.Neural;

/// <summary>Limits on gradients.</summary>
public static class GradientClipping
{
    /// <summary>
    /// Scales all gradients by one factor so that their common Euclidean norm is at most <paramref name="maximum"/> (Pascanu, Mikolov and
    /// Bengio, "On the difficulty of training recurrent neural networks", 2013). A norm that is not finite is left alone.
    /// </summary>
    /// <param name="parameters">The parameters; those without a gradient are passed over.</param>
    /// <param name="maximum">Greater than 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not greater than 0.</exception>
    public static double ClipNorm(IEnumerable<Parameter> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        CheckLimit(maximum);
        Parameter[] withGradient = [.. parameters.Where(p => p.Gradient is not null)];
        double squares = 0;
        foreach (Parameter parameter in withGradient)
        {
            squares += SumOfSquares(parameter.Gradient!);
        }

        double norm = Math.Sqrt(squares);
        if (norm > maximum && double.IsFinite(norm))
        {
            foreach (Parameter parameter in withGradient)
            {
                parameter.SetGradient(Scaled(parameter.Gradient!, maximum / norm));
            }
        }

        return norm;
    }

    /// <summary>Scales each gradient by itself so that its Euclidean norm is at most <paramref name="maximum"/>: Keras's <c>clipnorm</c>.</summary>
    /// <param name="parameters">The parameters; those without a gradient are passed over.</param>
    /// <param name="maximum">Greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not greater than 0.</exception>
    public static void ClipEachNorm(IEnumerable<Parameter> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            ClipNorm([parameter], maximum);
        }
    }

    /// <summary>Cuts every element of every gradient to ±<paramref name="maximum"/>. NaN stays NaN.</summary>
    /// <param name="parameters">The parameters; those without a gradient are passed over.</param>
    /// <param name="maximum">Greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not greater than 0.</exception>
    public static void ClipValue(IEnumerable<Parameter> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        CheckLimit(maximum);
        using var quiet = Autograd.NoGrad();
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Gradient is { } gradient)
            {
                parameter.SetGradient(gradient.Clamp(-maximum, maximum));
            }
        }
    }

    /// <summary>Multiplies every gradient by a factor.</summary>
    internal static void Scale(IEnumerable<Parameter> parameters, double factor)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Gradient is { } gradient)
            {
                parameter.SetGradient(Scaled(gradient, factor));
            }
        }
    }

    internal static double SumOfSquares(Tensor gradient)
    {
        Tensor contiguous = gradient.Contiguous();
        double sum = gradient.DType == DType.Float64
            ? TensorPrimitives.SumOfSquares(TensorMarshal.GetSpan<double>(contiguous))
            : SumOfSquares(TensorMarshal.GetSpan<float>(contiguous));
        GC.KeepAlive(contiguous);
        return sum;
    }

    /// <summary>In blocks, whose sums are added in double: a long single-precision sum would lose digits.</summary>
    /// <summary>Infinity is a limit too: it only measures.</summary>
    private static void CheckLimit(double maximum)
    {
        if (!(maximum > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), $"gradient clipping: maximum must be greater than 0, got {maximum}");
        }
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        const int block = 4096;
        double sum = 0;
        for (int i = 0; i < values.Length; i += block)
        {
            sum += TensorPrimitives.SumOfSquares(values.Slice(i, Math.Min(block, values.Length - i)));
        }

        return sum;
    }

    private static Tensor Scaled(Tensor gradient, double factor)
    {
        Tensor source = gradient.Contiguous();
        return source.DType == DType.Float64
            ? Tensor.Create<double, (Tensor Source, double Factor)>(source.Shape, (source, factor), static (to, s) =>
            {
                TensorPrimitives.Multiply(TensorMarshal.GetSpan<double>(s.Source), s.Factor, to);
                GC.KeepAlive(s.Source);
            })
            : Tensor.Create<float, (Tensor Source, double Factor)>(source.Shape, (source, factor), static (to, s) =>
            {
                TensorPrimitives.Multiply(TensorMarshal.GetSpan<float>(s.Source), (float)s.Factor, to);
                GC.KeepAlive(s.Source);
            });
    }
}
