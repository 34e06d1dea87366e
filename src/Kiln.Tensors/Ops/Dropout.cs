using System.Numerics.Tensors;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Zeroes each element with a probability and scales the others by 1 / (1 − rate), so that the mean stays (Srivastava et al., 2014). Which
    /// ones is a function of the key and the element's index alone.
    /// </summary>
    /// <param name="x">Any floating-point tensor.</param>
    /// <param name="rate">The probability to be zeroed, from 0 to below 1.</param>
    /// <param name="key">The stream that decides; take <c>RandomScope.Next(purpose)</c> for one draw per step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0, or 1 or more.</exception>
    public static Tensor Dropout(Tensor x, double rate, RandomKey key)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (rate is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"dropout: the rate must be at least 0 and below 1, got {rate}");
        }

        return rate == 0 ? x : DropoutOp.Apply(x, rate, key);
    }
}

/// <summary>y = x · m with m = 1 / (1 − p) with probability 1 − p, else 0; dL/dx = g · m. The mask is drawn again, not kept.</summary>
internal static class DropoutOp
{
    internal delegate Tensor MaskKernel(Tensor x, double rate, RandomKey key);

    internal static readonly KernelSlot<MaskKernel> Kernel = new("dropout", DTypeSet.Floating, OnCpu);

    internal static Tensor Apply(Tensor x, double rate, RandomKey key)
    {
        Tensor y = Kernel.For(x)(x, rate, key);
        return Tape.Unary("dropout", y, x, g => Kernel.For(g)(g, rate, key));
    }

    private static Tensor OnCpu(Tensor x, double rate, RandomKey key)
    {
        if (HalfPrecision.Is(x.DType))
        {
            return OnCpu(x.To(DType.Float32), rate, key).To(x.DType);
        }

        Tensor source = x.Contiguous();
        Tensor result = Tensor.Empty(x.Shape, x.DType);
        if (x.DType == DType.Float32)
        {
            key.Bernoulli(result.Span<float>(), 1 - rate, (float)(1 / (1 - rate)));
            TensorPrimitives.Multiply(source.Span<float>(), result.Span<float>(), result.Span<float>());
        }
        else
        {
            Double(source.Span<double>(), result.Span<double>(), rate, key);
        }

        GC.KeepAlive(source);
        return result;
    }

    private static void Double(ReadOnlySpan<double> x, Span<double> y, double rate, RandomKey key)
    {
        Span<float> mask = stackalloc float[512];
        double scale = 1 / (1 - rate);
        for (int i = 0; i < x.Length; i += mask.Length)
        {
            Span<float> part = mask[..Math.Min(mask.Length, x.Length - i)];
            key.Bernoulli(part, 1 - rate, 1, i);
            for (int j = 0; j < part.Length; j++)
            {
                y[i + j] = part[j] == 0 ? 0 * x[i + j] : scale * x[i + j];
            }
        }
    }
}
