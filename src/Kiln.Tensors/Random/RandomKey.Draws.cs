using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kiln.Tensors;

public readonly partial record struct RandomKey
{
    /// <summary>
    /// Fills with draws uniform on [0, 1), multiples of 2^-24. <c>destination[i]</c> is element <c>firstElement + i</c> of the stream,
    /// whatever the parts in which the stream is filled.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstElement"/> is negative.</exception>
    public void Uniform(Span<float> destination, long firstElement = 0) =>
        RandomDraws.Fill(_key, _stream, destination, firstElement, default(UniformDraw));

    /// <summary>Fills with draws uniform on [<paramref name="low"/>, <paramref name="high"/>): <c>low + (high - low) u</c>.</summary>
    /// <remarks>Rounding may give <paramref name="high"/> itself, as in NumPy.</remarks>
    public void Uniform(Span<float> destination, float low, float high, long firstElement = 0)
    {
        Uniform(destination, firstElement);
        ScaleAndShift(destination, high - low, low);
    }

    /// <summary>Fills with draws uniform on [0, 1), multiples of 2^-53, from the same stream but not of the same values as the float form.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstElement"/> is negative.</exception>
    public void Uniform(Span<double> destination, long firstElement = 0)
    {
        const double spacing = 1.0 / (1L << 53);
        FillPairs(destination, firstElement, static (first, second) => ((first >> 11) * spacing, (second >> 11) * spacing));
    }

    /// <summary>Element <paramref name="element"/> of the stream of doubles uniform on [0, 1).</summary>
    public double UniformAt(long element)
    {
        var value = 0.0;
        Uniform(MemoryMarshal.CreateSpan(ref value, 1), element);
        return value;
    }

    /// <summary>Fills with draws of the normal distribution; of magnitude 6.7 standard deviations at most.</summary>
    /// <param name="destination">Receives elements <paramref name="firstElement"/> and on.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <param name="firstElement">The first element's index in the stream.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstElement"/> is negative.</exception>
    public void Normal(Span<float> destination, float mean = 0, float standardDeviation = 1, long firstElement = 0)
    {
        RandomDraws.Fill(_key, _stream, destination, firstElement, default(NormalDraw));
        if (mean != 0 || standardDeviation != 1)
        {
            ScaleAndShift(destination, standardDeviation, mean);
        }
    }

    /// <summary>Fills with draws of the normal distribution in double precision; of magnitude 9.4 standard deviations at most.</summary>
    /// <inheritdoc cref="Normal(Span{float}, float, float, long)"/>
    public void Normal(Span<double> destination, double mean = 0, double standardDeviation = 1, long firstElement = 0)
    {
        FillPairs(destination, firstElement, NormalDoubleDraw.BoxMuller);
        if (mean != 0 || standardDeviation != 1)
        {
            ScaleAndShift(destination, standardDeviation, mean);
        }
    }

    /// <summary>
    /// Fills a mask: <paramref name="value"/> with the given probability, otherwise 0. A dropout layer of rate <c>p</c> multiplies by
    /// <c>Bernoulli(mask, 1 - p, value: 1 / (1 - p))</c>.
    /// </summary>
    /// <param name="destination">Receives elements <paramref name="firstElement"/> and on.</param>
    /// <param name="probability">From 0 (never) to 1 (always); rounded to a multiple of 2^-32.</param>
    /// <param name="value">What a success stores.</param>
    /// <param name="firstElement">The first element's index in the stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1], or <paramref name="firstElement"/> is negative.</exception>
    public void Bernoulli(Span<float> destination, double probability, float value = 1, long firstElement = 0) =>
        RandomDraws.Fill(_key, _stream, destination, firstElement, new BernoulliDraw(probability, value));

    /// <summary>Fills a mask that is true with the given probability; true exactly where the float form is not zero.</summary>
    /// <inheritdoc cref="Bernoulli(Span{float}, double, float, long)"/>
    public void Bernoulli(Span<bool> destination, double probability, long firstElement = 0)
    {
        Span<float> part = stackalloc float[16 * RandomDraws.GroupSize];
        while (!destination.IsEmpty)
        {
            var count = Math.Min(part.Length, destination.Length);
            Bernoulli(part[..count], probability, 1, firstElement);
            for (var i = 0; i < count; i++)
            {
                destination[i] = part[i] != 0;
            }

            destination = destination[count..];
            firstElement += count;
        }
    }

    /// <summary>x · scale + shift, rounded after each of the two: a fused operation would differ from one processor to the next.</summary>
    private static void ScaleAndShift<T>(Span<T> values, T scale, T shift)
        where T : System.Numerics.INumber<T>
    {
        TensorPrimitives.Multiply(values, scale, values);
        TensorPrimitives.Add(values, shift, values);
    }

    /// <summary>Fills with draws of which one block gives two: elements <c>2 b</c> and <c>2 b + 1</c>.</summary>
    private void FillPairs(Span<double> destination, long firstElement, Func<ulong, ulong, (double Even, double Odd)> draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstElement);
        for (var i = 0; i < destination.Length;)
        {
            var (first, second) = DoubleWords((ulong)(firstElement + i) / 2);
            var (even, odd) = draw(first, second);
            if (((firstElement + i) & 1) == 0)
            {
                destination[i++] = even;
                if (i == destination.Length)
                {
                    break;
                }
            }

            destination[i++] = odd;
        }
    }

    private (ulong First, ulong Second) DoubleWords(ulong block)
    {
        var (w0, w1, w2, w3) = Philox.Block(block, _stream, _key);
        return (w0 | ((ulong)w1 << 32), w2 | ((ulong)w3 << 32));
    }
}
