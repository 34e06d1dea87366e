namespace Kiln.Evaluation.Tests;

/// <summary>Deviances and logarithmic errors of many samples against their definition, sample by sample.</summary>
public class DevianceTests
{
    [Theory]
    [InlineData(3, 1.0)]
    [InlineData(1023, 1.0)]
    [InlineData(1024, 1.0)]
    [InlineData(5001, 1.0)]
    [InlineData(5001, 1e-3)]
    [InlineData(5001, 80.0)]
    [InlineData(5001, 600.0)]
    public void Sums_are_those_of_the_formulas(int count, double spread)
    {
        var random = new Random(2);
        double[] y = [.. Enumerable.Range(0, count).Select(_ => Math.Exp((random.NextDouble() - 0.5) * spread))];
        double[] p = [.. Enumerable.Range(0, count).Select(_ => Math.Exp((random.NextDouble() - 0.5) * spread))];
        double[] w = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        Near(Metrics.GammaDeviance(y, p), y.Zip(p, (a, b) => 2 * ((a / b) - 1 - Math.Log(a / b))).Average(), 1e-12);
        Near(Metrics.GammaDeviance(y, p, w), y.Zip(p, (a, b) => 2 * ((a / b) - 1 - Math.Log(a / b))).Zip(w, (d, v) => d * v).Sum() / w.Sum(), 1e-12);
        Near(Metrics.MeanSquaredLogError(y, p), y.Zip(p, (a, b) => Math.Pow(LogOnePlus(a) - LogOnePlus(b), 2)).Average(), 1e-12);
    }

    [Fact]
    public void Small_values_keep_the_digits_of_their_logarithmic_error()
    {
        // log(1 + y) − log(1 + p) is y − p but for terms of second order.
        Near(Metrics.MeanSquaredLogError([3e-10, 5e-10], [1e-10, 1e-10]), (4e-20 + 16e-20) / 2, 1e-9);
        Near(Metrics.MeanSquaredLogError([0], [1e300]), Math.Pow(Math.Log(1e300), 2), 1e-14);
        Near(Metrics.MeanSquaredLogError([1e300], [0]), Math.Pow(Math.Log(1e300), 2), 1e-14);
    }

    [Fact]
    public void A_missing_value_shows_and_a_value_at_the_bound_is_refused()
    {
        double[] y = [.. Enumerable.Repeat(2.0, 4000)], p = [.. Enumerable.Repeat(3.0, 4000)];
        p[3000] = double.NaN;
        Metrics.GammaDeviance(y, p).ShouldBe(double.NaN);
        Metrics.MeanSquaredLogError(y, p).ShouldBe(double.NaN);
        p[3000] = 0;
        Should.Throw<ArgumentException>(() => Metrics.GammaDeviance(y, p)).Message.ShouldContain("index 3000 is 0");
        p[3000] = -1e-300;
        Should.Throw<ArgumentException>(() => Metrics.MeanSquaredLogError(y, p)).Message.ShouldContain("index 3000");
    }

    private static double LogOnePlus(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * x / (1 + x - 1);

    /// <summary>Each quotient is rounded, which near 1 leaves its deviance uncertain by a share of 1e-16, whoever adds.</summary>
    private static void Near(double actual, double expected, double relative) => actual.ShouldBe(expected, (relative * Math.Abs(expected)) + (relative < 1e-10 ? 1e-17 : 0));
}
