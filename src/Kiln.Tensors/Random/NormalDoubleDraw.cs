namespace Kiln.Tensors;

/// <summary>The transform of <see cref="NormalDraw"/> in double precision: one block gives two draws. Largest magnitude: 9.4.</summary>
internal static class NormalDoubleDraw
{
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    private const double Ln2 = 0.693147180559945309417;
    private const double TwoToMinus63 = 1.0 / 9223372036854775808.0;
    private const double TurnsToRadians = 2 * Math.PI / 36028797018963968.0; // of angles with 55 bits a turn

    // ln((1 + s) / (1 - s)) = 2 s (1 + s²/3 + s⁴/5 + …), |s| <= 0.172: twelve terms leave 0.172²⁶ / 27 = 5e-22.
    private static readonly double[] s_log = [1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3];

    // Taylor coefficients of (sin x / x - 1) / x² and (cos x - 1) / x² in powers of x², highest first; on [-π/4, π/4] they leave 1e-19.
    private static readonly double[] s_sine = Taylor(3);
    private static readonly double[] s_cosine = Taylor(2);

    internal static (double Cosine, double Sine) BoxMuller(ulong a, ulong b)
    {
        var r = Math.Sqrt(-2 * Log(((long)(a >> 1) + 0.5) * TwoToMinus63));
        var angle = (long)b;
        var quarter = (int)((angle + (1L << 61)) >> 62);
        var x = (double)((angle - ((long)quarter << 62)) >> 9) * TurnsToRadians;
        var (sine, cosine) = SinCos(x);
        var (c, z) = (quarter & 1) != 0 ? (sine, cosine) : (cosine, sine);
        return (r * (((quarter + 1) & 2) != 0 ? -c : c), r * ((quarter & 2) != 0 ? -z : z));
    }

    private static double Log(double u)
    {
        var bits = BitConverter.DoubleToInt64Bits(u);
        var exponent = (bits - SqrtHalfBits) >> 52;
        var m = BitConverter.Int64BitsToDouble(bits - (exponent << 52));
        var s = (m - 1) / (m + 1);
        var ss = s * s;
        var series = Polynomial(s_log, ss) * ss;

        return (exponent * Ln2) + ((s + s) + ((s + s) * series));
    }

    private static (double Sine, double Cosine) SinCos(double x)
    {
        var xx = x * x;
        return (x + (x * (Polynomial(s_sine, xx) * xx)), 1 + (Polynomial(s_cosine, xx) * xx));
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        foreach (var c in coefficients)
        {
            sum = (sum * x) + c;
        }

        return sum;
    }

    /// <summary>-1/n!, +1/(n+2)!, … for nine terms, highest first. Factorials up to 20! are exact in a double.</summary>
    private static double[] Taylor(int n)
    {
        const int terms = 9;
        var coefficients = new double[terms];
        double factorial = n == 3 ? 6 : 2;
        for (var i = 0; i < terms; i++)
        {
            coefficients[terms - 1 - i] = ((i & 1) == 0 ? -1 : 1) / factorial;
            var k = n + (2 * i);
            factorial *= (k + 1.0) * (k + 2.0);
        }

        return coefficients;
    }
}
