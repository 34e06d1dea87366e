namespace Kiln.Numerics.Tests;

/// <summary>NaN, infinities and signed zeros, in both float types; the arrays are long enough for every vector width.</summary>
public class SpecialValueTests
{
    private const double Infinity = double.PositiveInfinity;

    private static readonly double[] s_specials = [0, -0.0, 1, -1, 0.5, -0.5, 2.5, -2.5, 7, -7, Infinity, -Infinity, double.NaN];

    [Fact]
    public void Minimum_and_maximum_pass_NaN_and_order_zeros()
    {
        Binary<MaximumOperator>(Math.Max);
        Binary<MinimumOperator>(Math.Min);
    }

    [Fact]
    public void Powers_follow_C()
    {
        Binary<PowerOperator>(Math.Pow, 1e-7);

        var random = new Random(4);
        var x = Enumerable.Range(0, 20_000).Select(_ => (float)Math.Exp((random.NextDouble() * 40) - 20)).ToArray();
        var y = Enumerable.Range(0, 20_000).Select(_ => (float)((random.NextDouble() * 12) - 6)).ToArray();
        var z = new float[x.Length];
        Elementwise.Binary<PowerOperator, float>(x, y, z);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = Math.Pow(x[i], y[i]);
            var unit = Math.Max(MathF.BitIncrement((float)expected) - (float)expected, float.Epsilon);
            if (z[i] != (float)expected && !(Math.Abs(z[i] - expected) <= 1.0 * unit))
            {
                Assert.Fail($"{x[i]:R} to the power {y[i]:R} is {z[i]:R}, not {expected:R}");
            }
        }
    }

    [Fact]
    public void Remainders_follow_Python()
    {
        Binary<RemainderOperator>((x, y) =>
        {
            // The definition, for finite operands; Python's answers elsewhere.
            if (y == 0 || !double.IsFinite(x) || double.IsNaN(y))
            {
                return double.NaN;
            }

            if (double.IsInfinity(y))
            {
                return x == 0 ? Math.CopySign(0, y) : x < 0 == y < 0 ? x : y;
            }

            var r = x - (y * Math.Floor(x / y));
            return r == 0 ? Math.CopySign(0, y) : r;
        });
    }

    [Fact]
    public void Comparisons_with_NaN_are_false_except_for_inequality()
    {
        Compare<EqualOperator>((x, y) => x == y);
        Compare<NotEqualOperator>((x, y) => x != y);
        Compare<LessOperator>((x, y) => x < y);
        Compare<LessOrEqualOperator>((x, y) => x <= y);
        Compare<GreaterOperator>((x, y) => x > y);
        Compare<GreaterOrEqualOperator>((x, y) => x >= y);
        Compare<LogicalAndOperator>((x, y) => x != 0 && y != 0);
        Compare<LogicalOrOperator>((x, y) => x != 0 || y != 0);
        Compare<LogicalXorOperator>((x, y) => x != 0 != (y != 0));
        Compare<IsNaNOperator>((x, _) => double.IsNaN(x));
        Compare<IsInfinityOperator>((x, _) => double.IsInfinity(x));
        Compare<IsFiniteOperator>((x, _) => double.IsFinite(x));
    }

    [Fact]
    public void Functions_at_the_edges_give_their_limits()
    {
        Unary<ExpOperator>(Math.Exp);
        Unary<ExpM1Operator>(Reference.ExpM1);
        Unary<LogOperator>(Math.Log);
        Unary<Log1POperator>(x => x == 0 ? x : Reference.Log1P(x));
        Unary<TanhOperator>(Math.Tanh);
        Unary<ErfOperator>(Reference.Erf);
        Unary<SignOperator>(x => double.IsNaN(x) || x == 0 ? x : Math.Sign(x));
        Unary<RoundOperator>(Math.Round);
        Unary<FloorOperator>(Math.Floor);
        Unary<CeilingOperator>(Math.Ceiling);
        Unary<TruncateOperator>(Math.Truncate);
        Unary<SqrtOperator>(Math.Sqrt);
        Unary<SinOperator>(Math.Sin);
        Unary<CosOperator>(Math.Cos);
        Unary<TanOperator>(Math.Tan);
        Unary<ReluOperator>(x => x > 0 || double.IsNaN(x) ? x : x == 0 ? x : 0);
        Unary<SigmoidOperator>(x => 1 / (1 + Math.Exp(-x)));
        Unary<GeluOperator>(x => x == -Infinity ? -0.0 : x / 2 * Reference.Erfc(-x / Math.Sqrt(2)), 1e-12);
        Unary<SiluOperator>(x => x == -Infinity ? -0.0 : x / (1 + Math.Exp(-x)));
        Unary<MishOperator>(x => x == -Infinity ? -0.0 : x == Infinity ? x : x * Math.Tanh(Reference.Log1P(Math.Exp(x))));
        Unary<LogSigmoidOperator>(x => x == -Infinity ? x : -Reference.Log1P(Math.Exp(-x)));
        Unary<HardSigmoidOperator>(x => Math.Clamp(x + 3, 0, 6) / 6);
        Unary<HardSiluOperator>(x => x <= -3 ? -0.0 : x * Math.Clamp(x + 3, 0, 6) / 6);
        Unary<SoftsignOperator>(x => x / (1 + Math.Abs(x)));
        Unary<SoftplusOperator>(x => x == Infinity ? x : Reference.Log1P(Math.Exp(x)));
    }

    [Fact]
    public void Gradients_of_activations_vanish_or_pass_at_infinity()
    {
        double[] x = [Infinity, -Infinity, double.NaN, 40, -40, 200, -200];
        var g = Enumerable.Repeat(1.0, x.Length).ToArray();
        var y = new double[x.Length];
        Elementwise.Binary<GeluGradient, double>(g, x, y);
        Steps(y);
        Elementwise.Binary<SiluGradient, double>(g, x, y);
        Steps(y);
        Elementwise.Binary<GeluTanhGradient, double>(g, x, y);
        Steps(y);
        Elementwise.Binary<MishGradient, double>(g, x, y);
        Steps(y);
        Elementwise.Binary<HardSiluGradient, double>(g, x, y);
        Steps(y);

        static void Steps(double[] y)
        {
            double.IsNaN(y[2]).ShouldBeTrue();
            y[2] = 0;
            y.ShouldBe([1, 0, 0, 1, 0, 1, 0], 1e-14);
        }
    }

    [Fact]
    public void Doubles_are_within_four_units_of_the_runtimes_functions()
    {
        var random = new Random(8);
        var x = Enumerable.Range(0, 20_000).Select(i => (random.NextDouble() - 0.5) * Math.Pow(10, (i % 8) - 5)).Append(700).Append(-700).Append(709.7).ToArray();
        Near<ExpOperator>(x, Math.Exp);
        Near<TanhOperator>(x, Math.Tanh);
        Near<SinOperator>(x, Math.Sin, 3e-16);
        Near<CosOperator>(x, Math.Cos, 3e-16);
        Near<LogOperator>(Array.ConvertAll(x, Math.Abs), Math.Log);
        Near<Log2Operator>(Array.ConvertAll(x, Math.Abs), Math.Log2);
        Near<Log10Operator>(Array.ConvertAll(x, Math.Abs), Math.Log10);
        Near<SigmoidOperator>(x, v => 1 / (1 + Math.Exp(-v)));

        // mpmath, 40 digits.
        double[] at = [0.1, 0.5, 0.9999, 1.0001, 1.5, 2.5, 4, 5.5, 10, 26];
        Check<ErfOperator>(at,
        [
            0.11246291601828489, 0.52049987781304654, 0.84265927804875948, 0.84274229954852033, 0.96610514647531073,
            0.99959304798255504, 0.9999999845827421, 0.99999999999999264, 1, 1,
        ]);
        Check<ErfcOperator>(at,
        [
            0.88753708398171511, 0.47950012218695346, 0.15734072195124052, 0.15725770045147967, 0.033894853524689273,
            0.00040695201744495894, 1.5417257900280019e-08, 7.3578479179743981e-15, 2.0884875837625448e-45, 5.6631924088561424e-296,
        ]);
    }

    private static void Near<TOperator>(double[] x, Func<double, double> expected, double absolute = 0)
        where TOperator : struct, IUnaryOperator
    {
        var y = new double[x.Length];
        Elementwise.Unary<TOperator, double>(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var value = expected(x[i]);
            if (!(Math.Abs(y[i] - value) <= (4 * Math.Abs(Math.BitIncrement(value) - value)) + absolute))
            {
                Assert.Fail($"{typeof(TOperator).Name}({x[i]:R}) is {y[i]:R}, not {value:R}");
            }
        }
    }

    private static void Check<TOperator>(double[] x, double[] expected)
        where TOperator : struct, IUnaryOperator
    {
        var y = new double[x.Length];
        Elementwise.Unary<TOperator, double>(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            y[i].ShouldBe(expected[i], 3e-15 * expected[i], $"{typeof(TOperator).Name} at {x[i]}");
        }
    }

    private static void Unary<TOperator>(Func<double, double> expected, double tolerance = 1e-14)
        where TOperator : struct, IUnaryOperator
    {
        double[] x = [.. s_specials, .. s_specials];
        var y = new double[x.Length];
        Elementwise.Unary<TOperator, double>(x, y);
        var single = Array.ConvertAll(x, v => (float)v);
        Elementwise.Unary<TOperator, float>(single, single);
        for (var i = 0; i < x.Length; i++)
        {
            Same(expected(x[i]), y[i], tolerance, $"{typeof(TOperator).Name}({x[i]})");
            Same(expected(x[i]), single[i], 1e-6, $"{typeof(TOperator).Name}({x[i]}f)");
        }
    }

    private static void Binary<TOperator>(Func<double, double, double> expected, double tolerance = 0)
        where TOperator : struct, IBinaryOperator
    {
        var (x, y) = Pairs();
        var z = new double[x.Length];
        Elementwise.Binary<TOperator, double>(x, y, z);
        var single = new float[x.Length];
        Elementwise.Binary<TOperator, float>(Array.ConvertAll(x, v => (float)v), Array.ConvertAll(y, v => (float)v), single);
        for (var i = 0; i < x.Length; i++)
        {
            Same(expected(x[i], y[i]), z[i], tolerance, $"{typeof(TOperator).Name}({x[i]}, {y[i]})");
            Same(expected(x[i], y[i]), single[i], tolerance, $"{typeof(TOperator).Name}({x[i]}f, {y[i]}f)");
        }
    }

    private static void Compare<TOperator>(Func<double, double, bool> expected)
        where TOperator : struct, IComparisonOperator
    {
        var (x, y) = Pairs();
        var z = new byte[x.Length];
        Elementwise.Compare<TOperator, double>(x, y, z);
        var single = new byte[x.Length];
        Elementwise.Compare<TOperator, float>(Array.ConvertAll(x, v => (float)v), Array.ConvertAll(y, v => (float)v), single);
        z.ShouldBe(x.Zip(y, (a, b) => expected(a, b) ? (byte)1 : (byte)0));
        single.ShouldBe(z);
    }

    private static (double[] X, double[] Y) Pairs()
    {
        var pairs = s_specials.SelectMany(a => s_specials.Select(b => (a, b))).ToArray();
        return ([.. pairs.Select(p => p.a)], [.. pairs.Select(p => p.b)]);
    }

    // Zeros by their bits, so that their sign counts; other numbers within a relative tolerance.
    private static void Same(double expected, double actual, double tolerance, string what)
    {
        var same = double.IsNaN(expected) ? double.IsNaN(actual)
            : expected == 0 || double.IsInfinity(expected) ? BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual)
            : Math.Abs(actual - expected) <= tolerance * Math.Abs(expected);
        same.ShouldBeTrue($"{what} is {actual:R}, expected {expected:R}");
    }
}
