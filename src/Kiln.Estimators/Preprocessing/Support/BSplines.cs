namespace Kiln.Estimators;

/// <summary>The B-splines of a degree over knots, whose outer distances go on beyond the outer knots, or over periodic knots (de Boor 1978, chapter X: the recurrence, and the derivative).</summary>
internal sealed class BSplines
{
    private readonly double[] _knots;
    private readonly int _degree;

    public BSplines(double[] knots, int degree, bool periodic)
    {
        _degree = degree;
        Count = periodic ? knots.Length - 1 : knots.Length + degree - 1;
        var (first, last, period) = (knots[1] - knots[0], knots[^1] - knots[^2], knots[^1] - knots[0]);
        _knots = periodic
            ? [.. knots[^(degree + 1)..^1].Select(knot => knot - period), .. knots, .. knots[1..(degree + 1)].Select(knot => knot + period)]
            : [.. Enumerable.Range(0, degree).Select(i => knots[0] - ((degree - i) * first)), .. knots, .. Enumerable.Range(1, degree).Select(i => knots[^1] + (i * last))];
    }

    /// <summary>How many splines there are.</summary>
    public int Count { get; }

    /// <summary>Adds the values of the splines at a place, or their derivatives, times a factor; beyond the outer knots the outer polynomials go on.</summary>
    public void Add(double x, double factor, bool derivative, Span<double> to)
    {
        if (derivative && _degree == 0)
        {
            return;
        }

        // The interval between knots: the last one takes its upper end too.
        var at = _degree;
        while (at + 1 < _knots.Length - _degree - 1 && x >= _knots[at + 1])
        {
            at++;
        }

        var degree = derivative ? _degree - 1 : _degree;
        Span<double> values = stackalloc double[degree + 1];
        Recurrence(x, at, degree, values);
        for (var i = 0; i <= degree; i++)
        {
            var spline = at - degree + i;
            if (!derivative)
            {
                to[spline % Count] += factor * values[i];
                continue;
            }

            // A spline of a degree less is part of the derivatives of two neighbours: of its own number with +, of the one before with −.
            var slope = factor * _degree * values[i] / (_knots[spline + _degree] - _knots[spline]);
            to[spline % Count] += slope;
            to[(spline - 1) % Count] -= slope;
        }
    }

    /// <summary>The values of the splines at − degree … at, all that are not 0 in the interval.</summary>
    private void Recurrence(double x, int at, int degree, Span<double> values)
    {
        values[0] = 1;
        for (var d = 1; d <= degree; d++)
        {
            var saved = 0.0;
            for (var i = 0; i < d; i++)
            {
                var (right, left) = (_knots[at + 1 + i], _knots[at + 1 + i - d]);
                var part = values[i] / (right - left);
                values[i] = saved + ((right - x) * part);
                saved = (x - left) * part;
            }

            values[d] = saved;
        }
    }
}
