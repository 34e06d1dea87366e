namespace Kiln.Data;

/// <summary>Sums with the rounding of <c>numpy.sum</c>, for results that turn on the last bit of a sum: which of two ends a value lies nearer to, which of two groups is the larger.</summary>
public static class NumPySum
{
    private const int Block = 128;
    private const int Lanes = 8;

    /// <summary>
    /// The sum of numbers that lie next to each other: halves are added up to blocks of 128, a block in eight running sums (N. J. Higham, "The accuracy of floating point
    /// summation", SIAM Journal on Scientific Computing 14, 1993). The order is the same on every machine.
    /// </summary>
    /// <param name="values">The numbers.</param>
    public static double Pairwise(ReadOnlySpan<double> values)
    {
        if (values.Length > Block)
        {
            var half = values.Length / 2;
            half -= half % Lanes;
            return Pairwise(values[..half]) + Pairwise(values[half..]);
        }

        var (sum, i) = (0.0, 0);
        if (values.Length >= Lanes)
        {
            Span<double> lanes = stackalloc double[Lanes];
            values[..Lanes].CopyTo(lanes);
            for (i = Lanes; i < values.Length - (values.Length % Lanes); i++)
            {
                lanes[i % Lanes] += values[i];
            }

            sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        }

        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
