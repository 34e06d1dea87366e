namespace Kiln.Tensors;

/// <summary>The transform of <see cref="NormalDraw"/> in double precision: one block gives two draws. Largest magnitude: 9.4.</summary>
internal static class NormalDoubleDraw
{
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    private const double Ln2 = 0.693147180559945309417;
    private const double TwoToMinus63 = 1.0 / 9223372036854775808.0;
    private const double TurnsToRadians = 2 * Math.PI / 36028797018963968.0; // of angles with 55 bits a turn
    private const int LogTerms = 12;   // 0.172^24 / 25 = 2e-20
    private const int AngleTerms = 9; // (π/4)^19 / 19! = 8e-20

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
        var series = 0.0;
        for (var term = LogTerms; term > 0; term--)
        {
            series = (series + (1.0 / ((2 * term) + 1))) * ss;
        }

        return (exponent * Ln2) + ((s + s) + ((s + s) * series));
    }

    /// <summary>Taylor series on [-π/4, π/4] in Horner's nested form: <c>1 - x²/(1·2) (1 - x²/(3·4) (…))</c>.</summary>
    private static (double Sine, double Cosine) SinCos(double x)
    {
        var xx = x * x;
        double sine = 1, cosine = 1;
        for (var term = AngleTerms; term > 0; term--)
        {
            var n = 2 * term;
            sine = 1 - (sine * (xx / (n * (n + 1))));
            cosine = 1 - (cosine * (xx / (n * (n - 1))));
        }

        return (x * sine, cosine);
    }
}
