namespace Kiln.Evaluation;

/// <summary>The range of an axis, the round numbers marked on it, and where a value falls between its ends.</summary>
internal sealed class Axis
{
    /// <summary>Larger magnitudes count as infinite, so that ranges and steps never overflow.</summary>
    public const double Largest = 1e300;

    private readonly double _step;
    private readonly NumberFormat _format;
    private readonly bool _asPowers; // one notation for all ticks of an axis

    private Axis(double low, double high, double step, double[] ticks, AxisScale scale, NumberFormat format)
    {
        (Low, High, _step, Ticks, Scale, _format) = (low, high, step, ticks, scale, format);
        _asPowers = !ticks.All(NumberText.IsShort);
    }

    /// <summary>Value at the start of the axis.</summary>
    public double Low { get; }

    /// <summary>Value at the end of the axis.</summary>
    public double High { get; }

    /// <summary>The marked values, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Linear or logarithmic.</summary>
    public AxisScale Scale { get; }

    /// <summary>Whether an axis of the given scale can show the value.</summary>
    public static bool CanShow(double value, AxisScale scale) =>
        Math.Abs(value) <= Largest && (scale == AxisScale.Linear || value >= 1 / Largest);

    /// <summary>Position of a value: 0 at <see cref="Low"/>, 1 at <see cref="High"/>.</summary>
    public double Position(double value) => Scale == AxisScale.Linear
        ? (value - Low) / (High - Low)
        : (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low));

    /// <summary>The text of a tick.</summary>
    public string Label(double tick) => Scale == AxisScale.Linear || _format == NumberFormat.Percent
        ? NumberText.Tick(tick, Scale == AxisScale.Linear ? _step : tick, _format)
        : NumberText.LogTick(tick, _asPowers);

    /// <summary>
    /// An axis over the values seen. A linear axis grows to the next ticks (when <paramref name="grow"/>) and then starts at zero when the
    /// values come near it; a logarithmic one grows to the next 1, 2 or 5 times a power of ten.
    /// </summary>
    /// <param name="smallest">Smallest value to show; NaN when there is none.</param>
    /// <param name="largest">Largest value to show.</param>
    /// <param name="count">About how many ticks are wanted.</param>
    /// <param name="scale">Linear or logarithmic.</param>
    /// <param name="format">How ticks are written; a percent axis of fractions does not grow past 100 %.</param>
    /// <param name="whole">Whether only whole numbers are marked (epochs).</param>
    /// <param name="grow">Whether the ends move out to ticks.</param>
    public static Axis Over(
        double smallest, double largest, int count, AxisScale scale, NumberFormat format = NumberFormat.Number, bool whole = false, bool grow = true)
    {
        if (double.IsNaN(smallest) || double.IsNaN(largest))
        {
            (smallest, largest) = scale == AxisScale.Linear ? (0, 1) : (0.1, 1);
        }

        return scale == AxisScale.Logarithmic
            ? Logarithmic(smallest, largest, count, format)
            : Linear(smallest, largest, count, format, whole, grow);
    }

    private static Axis Linear(double smallest, double largest, int count, NumberFormat format, bool whole, bool grow)
    {
        var (lowest, highest) = (smallest, largest);
        var magnitude = Math.Max(Math.Abs(smallest), Math.Abs(largest));
        if (largest - smallest <= Math.Max(magnitude * 1e-9, 1 / Largest))
        {
            // One value: give it a range of its own size to stand in.
            var around = whole || magnitude < 1 / Largest ? Math.Max(1, magnitude * 1e-9) : magnitude * 0.1;
            (smallest, largest) = (smallest - around, largest + around);
        }

        if (grow && smallest > 0 && smallest < 0.3 * largest)
        {
            smallest = 0;
        }

        var step = NiceStep((largest - smallest) / Math.Max(1, count));
        step = whole ? Math.Max(1, Math.Ceiling(step)) : step;
        var low = grow ? Math.Floor((smallest / step) + 1e-9) * step : smallest;
        var high = grow ? Math.Ceiling((largest / step) - 1e-9) * step : largest;
        if (format == NumberFormat.Percent && grow)
        {
            high = highest <= 1 && high > 1 ? 1 : high;
            low = lowest >= 0 && low < 0 ? 0 : low;
        }

        var ticks = new List<double>();
        var last = (long)Math.Floor((high / step) + 1e-9);
        for (var i = (long)Math.Ceiling((low / step) - 1e-9); i <= last && ticks.Count < 1000; i++)
        {
            ticks.Add(i * step);
        }

        return new Axis(low, high, step, [.. ticks], AxisScale.Linear, format);
    }

    private static Axis Logarithmic(double smallest, double largest, int count, NumberFormat format)
    {
        var low = RoundDown(smallest);
        var high = NiceStep(largest);
        if (high <= low * 1.0000001)
        {
            (low, high) = (RoundDown(low * 0.5), NiceStep(high * 2));
        }

        var decades = Math.Log10(high) - Math.Log10(low);
        var digits = decades <= 2.5 ? [1.0, 2.0, 5.0] : new[] { 1.0 };
        var stride = Math.Max(1, (int)Math.Ceiling(decades / Math.Max(1, count + 1)));
        var first = (int)Math.Floor(Math.Log10(low) + 1e-9);
        var last = (int)Math.Ceiling(Math.Log10(high) - 1e-9);
        var ticks = new List<double>();
        for (var e = first; e <= last; e += stride)
        {
            foreach (var digit in digits)
            {
                var tick = digit * Math.Pow(10, e);
                if (tick >= low * 0.9999999 && tick <= high * 1.0000001)
                {
                    ticks.Add(tick);
                }
            }
        }

        return new Axis(low, high, 0, [.. ticks], AxisScale.Logarithmic, format);
    }

    /// <summary>The smallest of 1, 2, 5 or 10 times a power of ten that is not below <paramref name="rough"/>, but for rounding.</summary>
    private static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var fraction = rough / power;
        return (fraction <= 1.0000001 ? 1 : fraction <= 2.0000001 ? 2 : fraction <= 5.0000001 ? 5 : 10) * power;
    }

    /// <summary>The largest of 1, 2 or 5 times a power of ten that is not above <paramref name="value"/>, but for rounding.</summary>
    private static double RoundDown(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-12));
        var fraction = value / power;
        return (fraction >= 4.9999999 ? 5 : fraction >= 1.9999999 ? 2 : 1) * power;
    }
}
