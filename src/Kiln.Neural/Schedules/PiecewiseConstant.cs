namespace Kiln.Neural;

/// <summary>One learning rate up to a step, another up to the next, and so on.</summary>
public sealed class PiecewiseConstant : Schedule
{
    private readonly long[] _boundaries;
    private readonly double[] _values;

    /// <summary>Makes the schedule.</summary>
    /// <param name="boundaries">The last step of each piece but the last piece's, rising (as in Keras: the boundary itself belongs to the piece before it).</param>
    /// <param name="values">The learning rate of each piece: one more than boundaries.</param>
    /// <exception cref="ArgumentException">The numbers of boundaries and values do not fit, or the boundaries do not rise.</exception>
    public PiecewiseConstant(ReadOnlySpan<long> boundaries, ReadOnlySpan<double> values)
    {
        if (values.Length != boundaries.Length + 1)
        {
            throw new ArgumentException($"piecewise constant: {boundaries.Length} boundaries need {boundaries.Length + 1} values, got {values.Length}", nameof(values));
        }

        for (int i = 0; i < boundaries.Length; i++)
        {
            if (boundaries[i] < 0 || (i > 0 && boundaries[i] <= boundaries[i - 1]))
            {
                throw new ArgumentException("piecewise constant: the boundaries must rise and not be negative", nameof(boundaries));
            }
        }

        foreach (double value in values)
        {
            Rate(value, nameof(values));
        }

        (_boundaries, _values) = (boundaries.ToArray(), values.ToArray());
    }

    /// <summary>The last step of each piece but the last.</summary>
    public IReadOnlyList<long> Boundaries => _boundaries;

    /// <summary>The learning rate of each piece.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override double At(long step)
    {
        int piece = Array.BinarySearch(_boundaries, step);
        return _values[piece >= 0 ? piece : ~piece];
    }
}
