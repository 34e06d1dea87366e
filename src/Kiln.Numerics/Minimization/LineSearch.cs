namespace Kiln.Numerics;

/// <summary>
/// A step that satisfies the strong Wolfe conditions f(t) ≤ f(0) + μ·t·f′(0) and |f′(t)| ≤ η·|f′(0)|, by the method of J. Moré and D. Thuente, "Line search
/// algorithms with guaranteed sufficient decrease", ACM TOMS 20(3), 1994: an interval that contains such a step is narrowed by cubic and quadratic
/// interpolation, first of an auxiliary function and then of f itself.
/// </summary>
/// <param name="value">f(0).</param>
/// <param name="slope">f′(0), negative.</param>
/// <param name="longest">The longest step.</param>
internal struct LineSearch(double value, double slope, double longest)
{
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;
    private const double Extrapolation = 4;
    private const double Narrowing = 0.66;

    // What the sums inside a function may round away, relative to its value.
    private const double Rounding = 1e-13;

    private readonly double _value = value;
    private readonly double _slope = slope;
    private double _longest = longest;

    // The best step so far and the other end of the interval, each with value and slope.
    private double _best;
    private double _bestValue = value;
    private double _bestSlope = slope;
    private double _other;
    private double _otherValue = value;
    private double _otherSlope = slope;
    private bool _bracketed;
    private bool _onFunction;
    private double _width = double.PositiveInfinity;
    private double _widthBefore = double.PositiveInfinity;

    // Where the next step may lie.
    private double _low;
    private double _high;

    /// <summary>
    /// Whether a step satisfies both conditions; near a minimum, where rounding hides the decrease, the approximate ones of W. Hager and H. Zhang (SIAM
    /// J. Optim. 16(1), 2005), which ask the slope instead of the value.
    /// </summary>
    public readonly bool Accepts(double step, double value, double slope)
    {
        if (value <= _value + (Decrease * step * _slope))
        {
            return Math.Abs(slope) <= -Curvature * _slope;
        }

        return value <= _value + (Rounding * Math.Abs(_value))
            && slope >= Curvature * _slope
            && slope <= ((2 * Decrease) - 1) * _slope;
    }

    /// <summary>The next step to try after one at which the function has a value; NaN when the interval has shrunk to nothing.</summary>
    public double Next(double step, double value, double slope)
    {
        _high = _high == 0 ? (1 + Extrapolation) * step : _high;
        var line = _value + (Decrease * step * _slope);
        _onFunction |= value <= line && slope >= Math.Min(Decrease, Curvature) * _slope;
        double next;
        if (!_onFunction && value <= _bestValue && value > line)
        {
            // ψ(t) = f(t) − f(0) − μ·t·f′(0) has the sufficient decrease taken off.
            var shift = Decrease * _slope;
            var (best, other) = (_bestValue - (_best * shift), _otherValue - (_other * shift));
            var (bestSlope, otherSlope) = (_bestSlope - shift, _otherSlope - shift);
            next = Update(ref best, ref bestSlope, ref other, ref otherSlope, step, value - (step * shift), slope - shift);
            (_bestValue, _otherValue) = (best + (_best * shift), other + (_other * shift));
            (_bestSlope, _otherSlope) = (bestSlope + shift, otherSlope + shift);
        }
        else
        {
            next = Update(ref _bestValue, ref _bestSlope, ref _otherValue, ref _otherSlope, step, value, slope);
        }

        return Guard(next);
    }

    /// <summary>The next step to try after one at which the function has no value.</summary>
    public double Shorter(double step)
    {
        _longest = _best + (0.9 * (step - _best));
        return _best + ((step - _best) * 0.25);
    }

    private double Guard(double next)
    {
        if (_bracketed)
        {
            if (Math.Abs(_other - _best) >= Narrowing * _widthBefore)
            {
                next = _best + (0.5 * (_other - _best));
            }

            _widthBefore = _width;
            _width = Math.Abs(_other - _best);
            _low = Math.Min(_best, _other);
            _high = Math.Max(_best, _other);
            return _high - _low <= 1e-15 * _high || !double.IsFinite(next) ? double.NaN : Math.Clamp(next, _low, _high);
        }

        // No interval yet: the step after this one goes on by 1.1 to 4 times this one's stride.
        next = Math.Min(next, _longest);
        _low = Math.Min(next + (1.1 * (next - _best)), _longest);
        _high = Math.Min(next + (Extrapolation * (next - _best)), _longest);
        return double.IsFinite(next) ? next : double.NaN;
    }

    /// <summary>The four cases of section 4: interpolates the next step and moves the ends of the interval.</summary>
    private double Update(
        ref double bestValue, ref double bestSlope, ref double otherValue, ref double otherSlope, double step, double value, double slope)
    {
        var sameSign = slope * Math.Sign(bestSlope) > 0;
        double next;
        if (value > bestValue)
        {
            // A higher value: the minimum is bracketed.
            var cubic = Cubic(_best, bestValue, bestSlope, step, value, slope);
            var quadratic = _best + ((step - _best) * (bestSlope / (((bestValue - value) / (step - _best)) + bestSlope) / 2));
            next = Math.Abs(cubic - _best) < Math.Abs(quadratic - _best) ? cubic : cubic + ((quadratic - cubic) / 2);
            _bracketed = true;
        }
        else if (!sameSign)
        {
            // A lower value and the slope has turned: bracketed too.
            var cubic = Cubic(_best, bestValue, bestSlope, step, value, slope);
            var secant = step - ((step - _best) * (slope / (slope - bestSlope)));
            next = Math.Abs(cubic - step) > Math.Abs(secant - step) ? cubic : secant;
            _bracketed = true;
        }
        else if (Math.Abs(slope) < Math.Abs(bestSlope))
        {
            next = Flatter(bestValue, bestSlope, step, value, slope);
        }
        else
        {
            next = !_bracketed ? step > _best ? _high : _low : Cubic(step, value, slope, _other, otherValue, otherSlope);
        }

        if (value > bestValue)
        {
            (_other, otherValue, otherSlope) = (step, value, slope);
            return next;
        }

        if (!sameSign)
        {
            (_other, otherValue, otherSlope) = (_best, bestValue, bestSlope);
        }

        (_best, bestValue, bestSlope) = (step, value, slope);
        return next;
    }

    // A lower value and a flatter slope of the same sign: the cubic counts where it has a minimum beyond the step.
    private readonly double Flatter(double bestValue, double bestSlope, double step, double value, double slope)
    {
        var theta = (3 * (bestValue - value) / (step - _best)) + bestSlope + slope;
        var scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(bestSlope), Math.Abs(slope)));
        var gamma = scale * Math.Sqrt(Math.Max(0, (theta / scale * (theta / scale)) - (bestSlope / scale * (slope / scale))));
        gamma = step > _best ? -gamma : gamma;
        var ratio = (gamma - slope + theta) / (gamma + (bestSlope - slope) + gamma);
        var cubic = ratio < 0 && gamma != 0 ? step + (ratio * (_best - step)) : step > _best ? _high : _low;
        var secant = step - ((step - _best) * (slope / (slope - bestSlope)));
        if (!_bracketed)
        {
            return Math.Clamp(Math.Abs(cubic - step) > Math.Abs(secant - step) ? cubic : secant, _low, _high);
        }

        var next = Math.Abs(cubic - step) < Math.Abs(secant - step) ? cubic : secant;
        var bound = step + (Narrowing * (_other - step));
        return step > _best ? Math.Min(bound, next) : Math.Max(bound, next);
    }

    /// <summary>The minimum of the cubic through two values and slopes.</summary>
    private static double Cubic(double a, double aValue, double aSlope, double b, double bValue, double bSlope)
    {
        var theta = (3 * (aValue - bValue) / (b - a)) + aSlope + bSlope;
        var scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(aSlope), Math.Abs(bSlope)));
        var gamma = scale * Math.Sqrt(Math.Max(0, (theta / scale * (theta / scale)) - (aSlope / scale * (bSlope / scale))));
        gamma = b < a ? -gamma : gamma;
        var ratio = (gamma - aSlope + theta) / (gamma - aSlope + gamma + bSlope);
        return a + (ratio * (b - a));
    }
}
