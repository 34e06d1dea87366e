namespace Kiln.Numerics.Tests;

/// <summary>Functions in float64 that .NET does not have, by series and continued fractions: slow, and different from the kernels' formulas.</summary>
internal static class Reference
{
    public static double ExpM1(double x)
    {
        // Kahan: the error of exp and of log cancel.
        if (Math.Abs(x) < 1e-15)
        {
            return x;
        }

        var u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : double.IsInfinity(u) ? u : Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : (u - 1) * x / Math.Log(u);
    }

    public static double Log1P(double x)
    {
        var u = 1 + x;
        return x < -1 ? double.NaN : u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (a >= 2.5)
        {
            return Math.CopySign(1 - Erfc(a), x);
        }

        // erf x = 2/√π exp(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, all terms positive.
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return double.IsNaN(x) ? x : x == 0 ? x : 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double Erfc(double x)
    {
        if (x < 2.5)
        {
            return x < -7 ? 2 : 1 - Erf(x);
        }

        if (double.IsNaN(x) || x > 30)
        {
            return double.IsNaN(x) ? x : 0;
        }

        // Laplace's continued fraction, from the far end.
        var f = 0.0;
        for (var k = 200; k > 0; k--)
        {
            f = k / 2.0 / (x + f);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * (x + f));
    }
}
