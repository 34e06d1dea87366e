namespace Kiln.Numerics.Tests;

/// <summary>The largest error of each function over all of float32's range, in units in the last place, against float64.</summary>
public class FunctionAccuracyTests
{
    [Fact]
    public void Exp() => Check<ExpOperator>(Math.Exp, 1.5);

    [Fact]
    public void ExpM1() => Check<ExpM1Operator>(Reference.ExpM1, 2);

    [Fact]
    public void Log() => Check<LogOperator>(Math.Log, 1.5);

    [Fact]
    public void Log1P() => Check<Log1POperator>(Reference.Log1P, 2);

    [Fact]
    public void Log2() => Check<Log2Operator>(Math.Log2, 3);

    [Fact]
    public void Log10() => Check<Log10Operator>(Math.Log10, 3);

    [Fact]
    public void Tanh() => Check<TanhOperator>(Math.Tanh, 2.6);

    [Fact]
    public void Sigmoid() => Check<SigmoidOperator>(x => 1 / (1 + Math.Exp(-x)), 3.5);

    [Fact]
    public void Softplus() => Check<SoftplusOperator>(x => x > 40 ? x : Reference.Log1P(Math.Exp(x)), 3);

    [Fact]
    public void Silu() => Check<SiluOperator>(x => x < -1000 ? 0 : x / (1 + Math.Exp(-x)), 4.5, absolute: 1e-37);

    [Fact]
    public void Mish() => Check<MishOperator>(
        x => x < -1000 ? 0 : x > 40 ? x : x * Math.Exp(x) * (Math.Exp(x) + 2) / ((Math.Exp(x) * (Math.Exp(x) + 2)) + 2), 4.5, absolute: 1e-37);

    [Fact]
    public void LogSigmoid() => Check<LogSigmoidOperator>(x => x < -40 ? x : -Reference.Log1P(Math.Exp(-x)), 3);

    [Fact]
    public void HardSigmoid() => Check<HardSigmoidOperator>(x => Math.Clamp(x + 3, 0, 6) / 6, 2, absolute: 3e-8);

    [Fact]
    public void HardSilu() => Check<HardSiluOperator>(x => x <= -3 ? 0 : x * Math.Clamp(x + 3, 0, 6) / 6, 3, absolute: 1e-7);

    [Fact]
    public void Softsign() => Check<SoftsignOperator>(x => x / (1 + Math.Abs(x)), 2);

    [Fact]
    public void Erf() => Check<ErfOperator>(Reference.Erf, 3);

    [Fact]
    public void Erfc() => Check<ErfcOperator>(Reference.Erfc, 7);

    [Fact]
    public void Gelu() => Check<GeluOperator>(x => x < -1000 ? 0 : x * 0.5 * Reference.Erfc(-x / Math.Sqrt(2)), 8, absolute: 1e-37);

    [Fact]
    public void Sin() => Check<SinOperator>(Math.Sin, 2, absolute: 1e-7);

    [Fact]
    public void Cos() => Check<CosOperator>(Math.Cos, 2, absolute: 1e-7);

    [Fact]
    public void Tan() => Check<TanOperator>(Math.Tan, 4, absolute: 2e-7);

    [Fact]
    public void Reciprocal_square_root() => Check<ReciprocalSqrtOperator>(x => 1 / Math.Sqrt(x), 1.5);

    private static void Check<TOperator>(Func<double, double> reference, double bound, double absolute = 0)
        where TOperator : struct, IUnaryOperator
    {
        var x = Samples();
        var y = new float[x.Length];
        Elementwise.Unary<TOperator, float>(x, y);
        var worst = 0.0;
        var at = 0f;
        for (var i = 0; i < x.Length; i++)
        {
            var error = Error(y[i], reference(x[i]), absolute);
            if (!(error <= worst))
            {
                (worst, at) = (error, x[i]);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{typeof(TOperator).Name}: {worst:F2} ULP at {at:R}");
        worst.ShouldBeLessThan(bound, $"{typeof(TOperator).Name} at {at:R}");
    }

    private static double Error(float y, double expected, double absolute)
    {
        var nearest = (float)expected;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest) || nearest == 0 || y == nearest || Math.Abs(y - expected) < absolute)
        {
            // Bits, so that the sign of zero counts.
            return BitConverter.SingleToInt32Bits(y) == BitConverter.SingleToInt32Bits(nearest) || (float.IsNaN(y) && float.IsNaN(nearest))
                || (nearest != 0 && Math.Abs(y - expected) < absolute) ? 0
                : float.IsFinite(nearest) && float.IsFinite(y) ? Math.Abs(y - expected) / float.Epsilon : double.PositiveInfinity;
        }

        var ulp = Math.Max((double)MathF.BitIncrement(Math.Abs(nearest)) - Math.Abs(nearest), float.Epsilon);
        return Math.Abs(y - expected) / ulp;
    }

    // Every 30,011th bit pattern, densely around the interesting places, and the special values.
    private static float[] Samples()
    {
        var samples = new List<float> { 0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1, -1, 8, 1000 };

        // Where eng/measure-accuracy.cs found the largest errors among all numbers, with AVX-512 or without.
        samples.AddRange(
        [
            69.46629f, 17.001972f, 1.4054595f, 0.40553576f, 1.4122794f, 1.3296515f, 4.5050907f, -4.5058227f, -3.4422686f, -2.7500591f, -7.575664f, 0.47693625f, 0.0027998388f,
            0.0028005545f, -11.280856f, 0.0037761745f, 7308.143f, 7851.621f, 6806.197f, 1.1827658E-38f,
        ]);
        for (long bits = 0; bits <= uint.MaxValue; bits += 30_011)
        {
            samples.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        for (var x = -110f; x < 110; x += 0.00317f)
        {
            samples.Add(x);
        }

        for (var x = -1.5f; x < 1.5; x += 0.0000917f)
        {
            samples.Add(x);
        }

        return [.. samples];
    }
}
