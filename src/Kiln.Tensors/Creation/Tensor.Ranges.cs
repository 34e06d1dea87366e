namespace Kiln.Tensors;

/// <summary>Tensors of evenly spaced numbers.</summary>
public sealed partial class Tensor
{
    /// <summary>The integers from 0 to <paramref name="stop"/> - 1.</summary>
    /// <param name="stop">How many; none if negative.</param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Arange(int stop, DType dtype = DType.Int64) => Arange(0, stop, 1, dtype);

    /// <summary>The integers from <paramref name="start"/> on in steps, before <paramref name="stop"/>.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The number that is not reached.</param>
    /// <param name="step">The distance; negative counts down, not 0.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    /// <exception cref="ShapeException">There would be more than 2³¹-1 numbers.</exception>
    public static Tensor Arange(long start, long stop, long step = 1, DType dtype = DType.Int64)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        Int128 distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        Int128 stride = Int128.Abs(step);
        Int128 count = distance <= 0 ? 0 : (distance + stride - 1) / stride;
        Tensor numbers = Empty([Length("arange", count)], DType.Int64);
        Span<long> span = numbers.Span<long>();
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = start + (i * step);
        }

        GC.KeepAlive(numbers);
        return numbers.To(dtype);
    }

    /// <summary>The numbers <c>start + i · step</c> that lie before <paramref name="stop"/>.</summary>
    /// <remarks>Rounding may decide whether the last number is taken; where the count matters, <see cref="Linspace"/> is safer.</remarks>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The number that is not reached.</param>
    /// <param name="step">The distance; negative counts down, not 0.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, or a number is not finite.</exception>
    /// <exception cref="ShapeException">There would be more than 2³¹-1 numbers.</exception>
    public static Tensor Arange(double start, double stop, double step = 1, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        double count = Math.Ceiling((stop - start) / step);
        if (!double.IsFinite(count))
        {
            throw new ArgumentOutOfRangeException(nameof(stop), stop, $"arange: from {start} to {stop} in steps of {step} is not a finite count");
        }

        return Computed(Length("arange", (Int128)Math.Max(count, 0)), dtype, i => start + (i * step));
    }

    /// <summary>Evenly spaced numbers from <paramref name="start"/> to <paramref name="stop"/>.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The last number, or the one that is not reached.</param>
    /// <param name="count">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is the last number.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Tensor Linspace(double start, double stop, int count = 50, bool endpoint = true, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Computed(count, dtype, i => OnLine(start, stop, i, count, endpoint));
    }

    /// <summary>Numbers whose exponents are evenly spaced: <c>base ^ Linspace(start, stop, …)</c>.</summary>
    /// <param name="start">The exponent of the first number.</param>
    /// <param name="stop">The exponent of the last number, or of the one that is not reached.</param>
    /// <param name="count">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is the last exponent.</param>
    /// <param name="base">The base.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Tensor Logspace(
        double start, double stop, int count = 50, bool endpoint = true, double @base = 10, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Computed(count, dtype, i => Math.Pow(@base, OnLine(start, stop, i, count, endpoint)));
    }

    private static double OnLine(double start, double stop, int i, int count, bool endpoint)
    {
        int intervals = endpoint ? count - 1 : count;
        return endpoint && i == count - 1 && i > 0 ? stop : intervals <= 0 ? start : start + (i * ((stop - start) / intervals));
    }

    private static Tensor Computed(int count, DType dtype, Func<int, double> value)
    {
        Tensor numbers = Empty([count], DType.Float64);
        Span<double> span = numbers.Span<double>();
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = value(i);
        }

        GC.KeepAlive(numbers);
        return numbers.To(dtype);
    }

    private static int Length(string op, Int128 count) =>
        count <= int.MaxValue ? (int)count : throw new ShapeException($"{op}: {count} numbers are more than {int.MaxValue}, the most one tensor holds");
}
