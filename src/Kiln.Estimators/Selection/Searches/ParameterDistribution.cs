using System.Globalization;

namespace Kiln.Estimators;

/// <summary>What a randomized search draws a number from; with the same seed the numbers are those that <c>scipy.stats</c> draws for scikit-learn.</summary>
public sealed class ParameterDistribution : ParameterChoices
{
    private readonly Func<RandomState, object> _draw;

    private ParameterDistribution(string kind, double first, double second, Func<RandomState, object> draw) => (Kind, First, Second, _draw) = (kind, first, second, draw);

    /// <inheritdoc/>
    public override IReadOnlyList<object?>? Values => null;

    /// <summary>"uniform", "log_uniform", "whole", "normal" or "exponential".</summary>
    public string Kind { get; }

    internal double First { get; }

    internal double Second { get; }

    /// <summary>Uniform on [low, high): <c>scipy.stats.uniform(low, high − low)</c>.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public static ParameterDistribution Uniform(double low, double high) =>
        new("uniform", low, high, random => (random.RandomSample() * (Ordered(low, high) - low)) + low);

    /// <summary>Its logarithm is uniform: <c>scipy.stats.loguniform(low, high)</c>. For scales such as those of penalties.</summary>
    /// <param name="low">The lower bound, above 0.</param>
    /// <param name="high">The upper bound.</param>
    public static ParameterDistribution LogUniform(double low, double high)
    {
        Check(low > 0, nameof(low), low, "log_uniform: the lower bound is {0}; expected more than 0 (such as 0.001), because only then there is a logarithm");
        var (start, width) = (Math.Log(low), Math.Log(Ordered(low, high)) - Math.Log(low));
        return new("log_uniform", low, high, random => Math.Exp(start + (random.RandomSample() * width)));
    }

    /// <summary>Whole numbers from low to high − 1, all alike: <c>scipy.stats.randint(low, high)</c>.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">One more than the largest.</param>
    public static ParameterDistribution Whole(int low, int high) =>
        new("whole", low, Ordered(low, high), random => random.RandInt(low, high));

    /// <summary>A normal distribution: <c>scipy.stats.norm(mean, deviation)</c>.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation, at least 0.</param>
    public static ParameterDistribution Normal(double mean, double deviation)
    {
        Check(deviation >= 0, nameof(deviation), deviation, "normal: the standard deviation, its second number, is {0}; expected 0 or more");
        return new("normal", mean, deviation, random => (random.Randn() * deviation) + mean);
    }

    /// <summary>Exponential: <c>scipy.stats.expon(start, scale)</c>.</summary>
    /// <param name="scale">The mean distance from the start, above 0.</param>
    /// <param name="start">The smallest value; 0 by default.</param>
    public static ParameterDistribution Exponential(double scale, double start = 0)
    {
        Check(scale > 0, nameof(scale), scale, "exponential: the scale, its first number, is {0}; expected more than 0");
        return new("exponential", scale, start, random => (-Math.Log(1.0 - random.RandomSample()) * scale) + start);
    }

    /// <summary>One draw: a double or, of whole numbers, a long.</summary>
    /// <param name="random">What it is drawn from.</param>
    public object Draw(RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return _draw(random);
    }

    internal static ParameterDistribution? Of(string kind, double first, double second) => kind switch
    {
        "uniform" => Uniform(first, second),
        "log_uniform" => LogUniform(first, second),
        "whole" => Whole(checked((int)first), checked((int)second)),
        "normal" => Normal(first, second),
        "exponential" => Exponential(first, second),
        _ => null,
    };

    private static void Check(bool good, string name, double value, string message)
    {
        if (!good)
        {
            throw new ArgumentOutOfRangeException(name, value, message.Replace("{0}", value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
    }

    private static double Ordered(double low, double high) => low < high
        ? high
        : throw new ArgumentOutOfRangeException(nameof(high), high, $"distribution: the upper bound has to be above the lower one, {low}");
}
