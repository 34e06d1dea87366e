namespace Kiln.Numerics.Tests;

/// <summary>Inverse trigonometric and hyperbolic functions and powers in float64, against the runtime's, which are good to one unit in the last place.</summary>
public class InverseFunctionTests
{
    private readonly Random _random = new(11);

    [Fact]
    public void Atan() => Check<AtanOperator>(Math.Atan, 3, Wide());

    [Fact]
    public void Asin() => Check<AsinOperator>(Math.Asin, 3.5, Narrow());

    [Fact]
    public void Acos() => Check<AcosOperator>(Math.Acos, 3.5, Narrow());

    [Fact]
    public void Sinh() => Check<SinhOperator>(Math.Sinh, 5, Wide());

    [Fact]
    public void Cosh() => Check<CoshOperator>(Math.Cosh, 4, Wide());

    [Fact]
    public void Atan2()
    {
        double[] special = [0, -0.0, 1, -1, 0.3, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e308, -1e308, 1.7e308, 5e-324, 1e-300];
        Pairs<Atan2Operator>(Math.Atan2, 4, special, () => (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-3, 3)));
    }

    [Fact]
    public void Powers()
    {
        double[] special = [0, -0.0, 1, -1, 2, 3, 0.5, -0.5, -2, -3, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e308, 5e-324, 1e-300, 4503599627370497, 9007199254740993];
        Pairs<PowerOperator>(Math.Pow, 3, special, () => Math.Exp((_random.NextDouble() - 0.5) * 20));
        Pairs<PowerOperator>(Math.Pow, 3, [1 + 1e-9, 1 - 1e-9, 1.0000001], () => _random.NextDouble() * 1e9);
        Pairs<PowerOperator>(Math.Pow, 3, [700, -700, 300, -20], () => 1 + (_random.NextDouble() - 0.5));
    }

    private static double[] Wide()
    {
        var x = new List<double> { 0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5e-324, 1e-310, 1, -1, 709, 710, 710.4, 711, -711 };
        for (int e = -320; e < 308; e++)
        {
            x.Add(Math.Pow(10, e) * 1.7);
            x.Add(-Math.Pow(10, e) * 3.1);
        }

        for (double v = -20; v < 20; v += 0.00171)
        {
            x.Add(v);
        }

        for (double v = -700; v < 700; v += 0.171)
        {
            x.Add(v);
        }

        return [.. x];
    }

    private static double[] Narrow()
    {
        var x = new List<double> { 0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5e-324, 1, -1, 1.0000000000000002, -1.5, 0.5, -0.5, 0.9999999999999999 };
        for (double v = -1; v < 1; v += 0.0000411)
        {
            x.Add(v);
        }

        for (int e = 1; e < 50; e++)
        {
            x.Add(1 - Math.Pow(2, -e));
            x.Add(Math.Pow(2, -e) - 1);
            x.Add(Math.Pow(2, -e) * 0.7);
        }

        return [.. x];
    }

    private static void Check<TOperator>(Func<double, double> reference, double bound, double[] x)
        where TOperator : struct, IUnaryOperator
    {
        var y = new double[x.Length];
        Elementwise.Unary<TOperator, double>(x, y);
        double worst = 0, at = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Error(y[i], reference(x[i]));
            if (!(error <= worst))
            {
                (worst, at) = (error, x[i]);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{typeof(TOperator).Name}: {worst:F2} ULP at {at:R}");
        worst.ShouldBeLessThan(bound, $"{typeof(TOperator).Name} at {at:R}");

        // The same functions in float32, against float64.
        float[] single = Array.ConvertAll(x, v => (float)v), result = new float[x.Length];
        Elementwise.Unary<TOperator, float>(single, result);
        for (int i = 0; i < x.Length; i++)
        {
            var expected = (float)reference(single[i]);
            bool same = result[i].Equals(expected) && (expected != 0 || float.IsNegative(result[i]) == float.IsNegative(expected));
            (same || Math.Abs((double)result[i] - expected) <= bound * Math.Max(float.Epsilon, MathF.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)))
                .ShouldBeTrue($"{typeof(TOperator).Name} of {single[i]:R}: {result[i]:R} for {expected:R}");
        }
    }

    private static void Pairs<TOperator>(Func<double, double, double> reference, double bound, double[] special, Func<double> draw)
        where TOperator : struct, IBinaryOperator
    {
        var x = new List<double>();
        var y = new List<double>();
        foreach (double a in special)
        {
            foreach (double b in special)
            {
                x.Add(a);
                y.Add(b);
            }

            for (int i = 0; i < 500; i++)
            {
                x.Add(draw());
                y.Add(i % 2 == 0 ? a : draw());
            }
        }

        var z = new double[x.Count];
        Elementwise.Binary<TOperator, double>(x.ToArray(), y.ToArray(), z);
        for (int i = 0; i < z.Length; i++)
        {
            double expected = reference(x[i], y[i]);
            double error = Error(z[i], expected);
            (error < bound || (Math.Abs(expected) < 2.3e-308 && Math.Abs(z[i] - expected) <= 3 * double.Epsilon))
                .ShouldBeTrue($"{typeof(TOperator).Name} of {x[i]:R}, {y[i]:R}: {z[i]:R} for {expected:R}, {error:F2} ULP");
        }
    }

    private static double Error(double y, double expected)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected) || expected == 0 || !double.IsFinite(y))
        {
            return BitConverter.DoubleToInt64Bits(y) == BitConverter.DoubleToInt64Bits(expected) || (double.IsNaN(y) && double.IsNaN(expected)) ? 0 : double.PositiveInfinity;
        }

        return Math.Abs(y - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
    }
}
