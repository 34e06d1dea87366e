namespace Kiln.Neural;

/// <summary>The loss of every update in bounded memory: the last ones as they are, all of them as means of equally many.</summary>
internal sealed class LossCurve
{
    private const int MostBuckets = 512;

    private readonly List<double> _means = [];
    private readonly Queue<double> _recent = new();
    private double _sum;
    private int _inBucket;
    private int _bucket = 1;

    internal long Count { get; private set; }

    /// <summary>The first one: a step later it may tell of the step. NaN when there is none.</summary>
    internal double First { get; private set; } = double.NaN;

    /// <summary>Whether NaN or infinity was among them.</summary>
    internal bool HasNonFinite { get; private set; }

    internal double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Means of equally many losses each, from the first on.</summary>
    internal IReadOnlyList<double> Means => _means;

    /// <summary>The update at which each mean ends.</summary>
    internal double[] Steps => [.. _means.Select((_, i) => (i + 1.0) * _bucket)];

    internal void Add(double loss)
    {
        if (!double.IsFinite(loss))
        {
            HasNonFinite = true;
            return;
        }

        First = Count++ == 0 ? loss : First;
        Largest = Math.Max(Largest, loss);
        _recent.Enqueue(loss);
        if (_recent.Count > 32)
        {
            _recent.Dequeue();
        }

        _sum += loss;
        if (++_inBucket == _bucket)
        {
            _means.Add(_sum / _bucket);
            (_sum, _inBucket) = (0, 0);
        }

        if (_means.Count == MostBuckets)
        {
            for (int i = 0; i < MostBuckets / 2; i++)
            {
                _means[i] = (_means[2 * i] + _means[(2 * i) + 1]) / 2;
            }

            _means.RemoveRange(MostBuckets / 2, MostBuckets / 2);
            _bucket *= 2;
        }
    }

    /// <summary>The median of the last losses; NaN when there are fewer.</summary>
    internal double Recent(int count = 10) => _recent.Count < count ? double.NaN : Median.Of(_recent.TakeLast(count));

    /// <summary>The lowest mean of ten neighbouring means; NaN when there are fewer.</summary>
    internal double Lowest()
    {
        double lowest = double.NaN;
        for (int i = 10; i <= _means.Count; i++)
        {
            double mean = Mean(i - 10, i);
            lowest = mean < lowest || double.IsNaN(lowest) ? mean : lowest;
        }

        return lowest;
    }

    /// <summary>The mean between two parts of the run, as 0.5 and 0.75.</summary>
    internal double Between(double from, double to) => Mean((int)(from * _means.Count), (int)(to * _means.Count));

    private double Mean(int from, int to) => to > from ? _means.Take(to).Skip(from).Average() : double.NaN;
}

/// <summary>The middle of some numbers.</summary>
internal static class Median
{
    /// <summary>The middle one of the finite ones, the lower of the two middle ones; NaN when there is none.</summary>
    internal static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(sorted.Length - 1) / 2];
    }
}
