namespace Kiln.Tensors;

public sealed partial class RandomState
{
    // ln(n!) as in Stirling's series is exact to the last bits from here on; below, the factorials are added up.
    private const int StirlingFrom = 16;

    /// <summary>One draw from the Poisson distribution, as <c>poisson(lam)</c>.</summary>
    /// <param name="mean">The mean, at least 0 and finite.</param>
    /// <remarks>
    /// Below a mean of 10 the product of uniform draws until it falls below e^−mean (D. Knuth, The Art of Computer Programming 2, section 3.4.1);
    /// from 10 the transformed rejection PTRS (W. Hörmann, "The transformed rejection method for generating Poisson random variables",
    /// Insurance: Mathematics and Economics 12, 1993).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative or not finite.</exception>
    public long Poisson(double mean = 1)
    {
        if (!(mean >= 0) || double.IsInfinity(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "poisson: expected a finite mean of at least 0");
        }

        return mean >= 10 ? PoissonByRejection(mean) : mean == 0 ? 0 : PoissonByProduct(mean);
    }

    private long PoissonByProduct(double mean)
    {
        var limit = Math.Exp(-mean);
        var product = _twister.NextDouble();
        var count = 0L;
        while (product > limit)
        {
            product *= _twister.NextDouble();
            count++;
        }

        return count;
    }

    private long PoissonByRejection(double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var accept = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = _twister.NextDouble() - 0.5;
            var v = _twister.NextDouble();
            var margin = 0.5 - Math.Abs(u);
            var k = (long)Math.Floor((((2 * a / margin) + b) * u) + mean + 0.43);
            if (margin >= 0.07 && v <= accept)
            {
                return k;
            }

            if (k < 0 || (margin < 0.013 && v > margin))
            {
                continue;
            }

            if (Math.Log(v) + Math.Log(inverseAlpha) - Math.Log((a / (margin * margin)) + b) <= (k * Math.Log(mean)) - mean - LogFactorial(k))
            {
                return k;
            }
        }
    }

    private static double LogFactorial(long n)
    {
        if (n < StirlingFrom)
        {
            var product = 1.0;
            for (var i = 2; i <= n; i++)
            {
                product *= i;
            }

            return Math.Log(product);
        }

        // Stirling's series (Abramowitz and Stegun, Handbook of Mathematical Functions, 6.1.41), its next term below 1e-15.
        var x = (double)n + 1;
        var square = 1 / (x * x);
        var series = ((((((-691.0 / 360360 * square) + (1.0 / 1188)) * square) - (1.0 / 1680)) * square) + (1.0 / 1260)) * square;
        series = (((series - (1.0 / 360)) * square) + (1.0 / 12)) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }
}
