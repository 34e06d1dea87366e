namespace Kiln.Estimators;

/// <summary>
/// The minimum of a function of one variable: a bracket by golden steps and parabolas, then Brent's method (R. P. Brent, Algorithms for Minimization without Derivatives,
/// 1973, chapter 5; the bracket as in Numerical Recipes, section 10.1). The constants are those of SciPy's <c>brent</c>, so that the steps are the same.
/// </summary>
internal static class BrentMinimum
{
    private const double Gold = 1.618034;
    private const double GoldenSection = 0.3819660;
    private const double Tolerance = 1.48e-8;
    private const double LeastStep = 1e-11;
    private const double Grow = 110;
    private const double Tiny = 1e-21;
    private const int MostSteps = 500;

    public static double Find(Func<double, double> f, double first, double second)
    {
        var (a, b, c, fb) = Bracket(f, first, second);
        var (x, w, v) = (b, b, b);
        var (fx, fw, fv) = (fb, fb, fb);
        (a, b) = a < c ? (a, c) : (c, a);
        var (last, step) = (0.0, 0.0);
        for (var i = 0; i < MostSteps; i++)
        {
            var tolerance = (Tolerance * Math.Abs(x)) + LeastStep;
            var middle = 0.5 * (a + b);
            if (Math.Abs(x - middle) < (2 * tolerance) - (0.5 * (b - a)))
            {
                break;
            }

            var golden = Math.Abs(last) <= tolerance;
            if (!golden)
            {
                var one = (x - w) * (fx - fv);
                var two = (x - v) * (fx - fw);
                var p = ((x - v) * two) - ((x - w) * one);
                two = 2 * (two - one);
                p = two > 0 ? -p : p;
                two = Math.Abs(two);
                var before = last;
                last = step;
                if (p > two * (a - x) && p < two * (b - x) && Math.Abs(p) < Math.Abs(0.5 * two * before))
                {
                    step = p / two;
                    var tried = x + step;
                    if (tried - a < 2 * tolerance || b - tried < 2 * tolerance)
                    {
                        step = middle - x >= 0 ? tolerance : -tolerance;
                    }
                }
                else
                {
                    golden = true;
                }
            }

            if (golden)
            {
                last = x >= middle ? a - x : b - x;
                step = GoldenSection * last;
            }

            var u = Math.Abs(step) < tolerance ? x + (step >= 0 ? tolerance : -tolerance) : x + step;
            var fu = f(u);
            if (fu > fx)
            {
                (a, b) = u < x ? (u, b) : (a, u);
                if (fu <= fw || w == x)
                {
                    (v, w, fv, fw) = (w, u, fw, fu);
                }
                else if (fu <= fv || v == x || v == w)
                {
                    (v, fv) = (u, fu);
                }
            }
            else
            {
                (a, b) = u >= x ? (x, b) : (a, x);
                (v, w, x) = (w, x, u);
                (fv, fw, fx) = (fw, fx, fu);
            }
        }

        return x;
    }

    private static (double A, double B, double C, double Fb) Bracket(Func<double, double> f, double a, double b)
    {
        var (fa, fb) = (f(a), f(b));
        if (fa < fb)
        {
            (a, b, fa, fb) = (b, a, fb, fa);
        }

        var c = b + (Gold * (b - a));
        var fc = f(c);
        for (var i = 0; fc < fb && i < 1000; i++)
        {
            var one = (b - a) * (fb - fc);
            var two = (b - c) * (fb - fa);
            var difference = two - one;
            var w = b - ((((b - c) * two) - ((b - a) * one)) / (2 * (Math.Abs(difference) < Tiny ? Tiny : difference)));
            var limit = b + (Grow * (c - b));
            double fw;
            if ((w - c) * (b - w) > 0)
            {
                fw = f(w);
                if (fw < fc)
                {
                    return (b, w, c, fw);
                }

                if (fw > fb)
                {
                    return (a, b, w, fb);
                }

                w = c + (Gold * (c - b));
                fw = f(w);
            }
            else if ((w - limit) * (limit - c) >= 0)
            {
                w = limit;
                fw = f(w);
            }
            else if ((w - limit) * (c - w) > 0)
            {
                fw = f(w);
                if (fw < fc)
                {
                    (b, c, fb, fc) = (c, w, fc, fw);
                    w = c + (Gold * (c - b));
                    fw = f(w);
                }
            }
            else
            {
                w = c + (Gold * (c - b));
                fw = f(w);
            }

            (a, b, c) = (b, c, w);
            (fa, fb, fc) = (fb, fc, fw);
        }

        return (a, b, c, fb);
    }
}
