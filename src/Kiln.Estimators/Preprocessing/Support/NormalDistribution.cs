namespace Kiln.Estimators;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>The share of values below x: erfc(−x/√2)/2.</summary>
    public static double Cumulative(double x) => double.IsNaN(x) ? x : 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>
    /// The value below which a share of values lies: an approximation good to about 1e-9 (P. J. Acklam's rational one), made exact to rounding by two steps of
    /// Halley's method on <see cref="Cumulative"/>.
    /// </summary>
    public static double Quantile(double share)
    {
        if (!(share > 0 && share < 1))
        {
            return share == 0 ? double.NegativeInfinity : share == 1 ? double.PositiveInfinity : double.NaN;
        }

        if (share == 0.5)
        {
            return 0;
        }

        // The lower half alone: there the distribution function has no cancellation.
        var low = share < 0.5 ? share : 1 - share;
        var x = Start(low);
        for (var i = 0; i < 2; i++)
        {
            var error = (Cumulative(x) - low) * Math.Sqrt(2 * Math.PI) * Math.Exp(x * x / 2);
            x -= error / (1 + (x * error / 2));
        }

        return share < 0.5 ? x : -x;
    }

    private static double Start(double p)
    {
        if (p < 0.02425)
        {
            var t = Math.Sqrt(-2 * Math.Log(p));
            return ((((((((((-7.784894002430293e-03 * t) - 3.223964580411365e-01) * t) - 2.400758277161838) * t) - 2.549732539343734) * t) + 4.374664141464968) * t) + 2.938163982698783)
                / ((((((((7.784695709041462e-03 * t) + 3.224671290700398e-01) * t) + 2.445134137142996) * t) + 3.754408661907416) * t) + 1);
        }

        var q = p - 0.5;
        var r = q * q;
        return ((((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) + 1.383577518672690e+02) * r) - 3.066479806614716e+01) * r) + 2.506628277459239) * q
            / ((((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) + 6.680131188771972e+01) * r) - 1.328068155288572e+01) * r) + 1);
    }
}
