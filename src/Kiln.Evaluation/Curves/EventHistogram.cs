namespace Kiln.Evaluation;

/// <summary>The distribution of some numbers as TensorBoard keeps it: counts in buckets that grow by a tenth, from 10⁻¹² on in both directions.</summary>
internal sealed class EventHistogram
{
    private static readonly double[] s_limits = Limits();

    private readonly long[] _counts = new long[s_limits.Length];

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public long Count { get; private set; }

    public double Sum { get; private set; }

    public double SumOfSquares { get; private set; }

    /// <summary>Adds numbers; those that are not finite are left out.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                continue;
            }

            (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
            Count++;
            Sum += value;
            SumOfSquares += value * value;
            var bucket = Array.BinarySearch(s_limits, value);
            _counts[Math.Min(bucket < 0 ? ~bucket : bucket + 1, s_limits.Length - 1)]++; // A bucket holds what lies below its limit.
        }
    }

    /// <summary>Upper limits and counts of the buckets in use, with an empty one on each side.</summary>
    public (double[] Limits, double[] Counts) Buckets()
    {
        var first = Array.FindIndex(_counts, static c => c > 0);
        if (first < 0)
        {
            return ([], []);
        }

        var last = Array.FindLastIndex(_counts, static c => c > 0);
        first = Math.Max(0, first - 1);
        last = Math.Min(_counts.Length - 1, last + 1);
        return (s_limits[first..(last + 1)], [.. _counts[first..(last + 1)].Select(static c => (double)c)]);
    }

    private static double[] Limits()
    {
        var positive = new List<double>();
        for (var limit = 1e-12; limit < 1e20; limit *= 1.1)
        {
            positive.Add(limit);
        }

        positive.Add(double.MaxValue);
        return [.. positive.AsEnumerable().Reverse().Select(static v => -v), 0, .. positive];
    }
}
