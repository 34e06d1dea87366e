namespace Kiln.Tensors;

public sealed partial class RandomState
{
    /// <summary>One draw uniform on [0, 1), as <c>random_sample()</c>.</summary>
    public double RandomSample() => _twister.NextDouble();

    /// <summary><paramref name="count"/> draws uniform on [0, 1), as <c>random_sample(count)</c>.</summary>
    public double[] RandomSample(int count) => Draw(count, static (self, _, _) => self.RandomSample(), 0, 0);

    /// <summary>One draw uniform on [0, 1), as <c>rand()</c>.</summary>
    public double Rand() => RandomSample();

    /// <summary><paramref name="count"/> draws uniform on [0, 1), as <c>rand(count)</c>.</summary>
    public double[] Rand(int count) => RandomSample(count);

    /// <summary>One standard normal draw, as <c>randn()</c>.</summary>
    /// <remarks>Marsaglia's polar method; draws come in pairs, of which the second waits for the next call.</remarks>
    public double Randn()
    {
        if (_hasGauss)
        {
            var waiting = _cachedGauss;
            ForgetGauss();
            return waiting;
        }

        double x1, x2, squared;
        do
        {
            x1 = (2.0 * _twister.NextDouble()) - 1.0;
            x2 = (2.0 * _twister.NextDouble()) - 1.0;
            squared = (x1 * x1) + (x2 * x2);
        }
        while (squared >= 1.0 || squared == 0.0);

        var factor = Math.Sqrt(-2.0 * Math.Log(squared) / squared);
        _cachedGauss = factor * x1;
        _hasGauss = true;
        return factor * x2;
    }

    /// <summary><paramref name="count"/> standard normal draws, as <c>randn(count)</c> and <c>standard_normal(count)</c>.</summary>
    public double[] Randn(int count) => Draw(count, static (self, _, _) => self.Randn(), 0, 0);

    /// <summary>One normal draw, as <c>normal(loc, scale)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is negative.</exception>
    public double Normal(double location = 0, double scale = 1)
    {
        CheckScale(scale);
        return location + (scale * Randn());
    }

    /// <summary><paramref name="count"/> normal draws, as <c>normal(loc, scale, count)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is negative.</exception>
    public double[] Normal(double location, double scale, int count)
    {
        CheckScale(scale);
        return Draw(count, static (self, location, scale) => location + (scale * self.Randn()), location, scale);
    }

    /// <summary>One draw uniform on [<paramref name="low"/>, <paramref name="high"/>), as <c>uniform(low, high)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not finite.</exception>
    public double Uniform(double low = 0, double high = 1)
    {
        CheckWidth(low, high);
        return low + ((high - low) * _twister.NextDouble());
    }

    /// <summary><paramref name="count"/> draws uniform on [low, high), as <c>uniform(low, high, count)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not finite.</exception>
    public double[] Uniform(double low, double high, int count)
    {
        CheckWidth(low, high);
        return Draw(count, static (self, low, width) => low + (width * self._twister.NextDouble()), low, high - low);
    }

    private static void CheckScale(double scale)
    {
        if (scale < 0 || (scale == 0 && double.IsNegative(scale)))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "normal: expected a scale of at least 0");
        }
    }

    private static void CheckWidth(double low, double high)
    {
        if (!double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"uniform: the width of [{low}, {high}) is not a finite number");
        }
    }

    private double[] Draw(int count, Func<RandomState, double, double, double> next, double a, double b)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new double[count];
        Fill(values, next, a, b);
        return values;
    }

    private void Fill(Span<double> values, Func<RandomState, double, double, double> next, double a, double b)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = next(this, a, b);
        }
    }
}
