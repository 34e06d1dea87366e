namespace Kiln.Estimators;

/// <summary>The functions behind p-values and information estimates, to about 14 digits. Formulas: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.1.40, 6.3.18, 6.5.29, 6.5.31, 26.5.8.</summary>
internal static class SpecialFunctions
{
    private const int MostTerms = 100_000;
    private const double Tiny = 1e-300;
    private const double Epsilon = 1e-16;

    /// <summary>1 − erf(x).</summary>
    public static double Erfc(double x) => x >= 0 ? GammaUpper(0.5, x * x) : 2 - GammaUpper(0.5, x * x);

    /// <summary>log Γ(x) for x above 0: Stirling's series, after moving x above 10.</summary>
    public static double LogGamma(double x)
    {
        if (x == 0.5)
        {
            return 0.57236494292470008707;
        }

        var product = 1.0;
        var shift = 0.0;
        while (x < 10)
        {
            product *= x;
            x++;
            if (product > 1e200)
            {
                shift += Math.Log(product);
                product = 1;
            }
        }

        var z = 1 / (x * x);
        var series = ((((((((((((-691.0 / 360360) * z) + (1.0 / 1188)) * z) - (1.0 / 1680)) * z) + (1.0 / 1260)) * z) - (1.0 / 360)) * z) + (1.0 / 12)) / x) + 0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - Math.Log(product) - shift;
    }

    /// <summary>The derivative of log Γ(x) for x above 0: the asymptotic series, after moving x above 10.</summary>
    public static double Digamma(double x)
    {
        var sum = 0.0;
        while (x < 10)
        {
            sum -= 1 / x;
            x++;
        }

        var z = 1 / (x * x);
        return sum + Math.Log(x) - (0.5 / x)
            - (z * ((1.0 / 12) - (z * ((1.0 / 120) - (z * ((1.0 / 252) - (z * ((1.0 / 240) - (z * ((1.0 / 132) - (z * 691.0 / 32760)))))))))));
    }

    /// <summary>The regularized upper incomplete gamma function Q(a, x).</summary>
    public static double GammaUpper(double a, double x)
    {
        if (double.IsNaN(x) || x <= 0)
        {
            return double.IsNaN(x) ? x : 1;
        }

        if (double.IsPositiveInfinity(x))
        {
            return 0;
        }

        var front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            var (term, sum) = (1 / a, 1 / a);
            for (var n = 1; n < MostTerms && Math.Abs(term) > Math.Abs(sum) * Epsilon; n++)
            {
                term *= x / (a + n);
                sum += term;
            }

            return 1 - (sum * front);
        }

        var b = x + 1 - a;
        var (c, d) = (1 / Tiny, 1 / b);
        var fraction = d;
        for (var i = 1; i < MostTerms; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero((an * d) + b);
            c = NotZero(b + (an / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < Epsilon)
            {
                break;
            }
        }

        return fraction * front;
    }

    /// <summary>The regularized incomplete beta function I_x(a, b).</summary>
    public static double Beta(double a, double b, double x)
    {
        if (!(x > 0))
        {
            return double.IsNaN(x) ? x : 0;
        }

        if (x >= 1)
        {
            return 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * LogOnePlus(-x)));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(a, b, x) / a : 1 - (front * BetaFraction(b, a, 1 - x) / b);
    }

    /// <summary>log(1 + x) without loss where x is small.</summary>
    public static double LogOnePlus(double x)
    {
        var y = 1 + x;
        return y == 1 ? x : Math.Abs(x) > 0.5 ? Math.Log(y) : Math.Log(y) * x / (y - 1);
    }

    /// <summary>exp(x) − 1 without loss where x is small.</summary>
    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        // (e^x − 1) = tanh(x/2) (e^x + 1): no cancellation.
        return Math.Tanh(x / 2) * (Math.Exp(x) + 1);
    }

    /// <summary>The share of an F distribution above a value.</summary>
    public static double FAbove(double dfTop, double dfBottom, double f) =>
        double.IsNaN(f) ? double.NaN : double.IsPositiveInfinity(f) ? 0 : f <= 0 ? 1 : Beta(dfBottom / 2, dfTop / 2, dfBottom / (dfBottom + (dfTop * f)));

    /// <summary>The share of a χ² distribution above a value.</summary>
    public static double ChiSquaredAbove(double df, double value) => GammaUpper(df / 2, value / 2);

    /// <summary>The continued fraction of the incomplete beta function, by Lentz's method.</summary>
    private static double BetaFraction(double a, double b, double x)
    {
        var (c, d) = (1.0, 1 / NotZero(1 - ((a + b) * x / (a + 1))));
        var fraction = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a - 1 + (2 * m)) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            fraction *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + 1 + (2 * m)));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < Epsilon)
            {
                break;
            }
        }

        return fraction;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
