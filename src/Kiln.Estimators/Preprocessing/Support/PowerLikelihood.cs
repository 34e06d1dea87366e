using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// How likely a column is, its powers being normal (Box and Cox 1964, section 3; Yeo and Johnson 2000, section 3): −n/2 · log var(powers) + (λ − 1) Σ log of the
/// derivative's base. The λ of the greatest is sought by <see cref="BrentMinimum"/>.
/// </summary>
/// <remarks>
/// Of numbers of one sign the base b (x, or 1 + |x|) is taken relative to its least, b = b₀ e^δ: then var((b^μ − 1) / μ) = b₀^2μ · var((e^μδ − 1) / μ), and b₀ drops out of
/// the likelihood but for a constant. Numbers that differ little beside their mean keep the digits they differ in, and no power overflows. (Below zero, Yeo and Johnson's powers are
/// those above with μ = 2 − λ.) Of numbers of both signs, zero is what they are taken relative to.
/// </remarks>
internal sealed class PowerLikelihood
{
    /// <summary>The largest exponent whose power can be squared; larger ones are shifted.</summary>
    private const double LargestExponent = 300;

    /// <summary>Of powers of less than e^−0.7 = 0.5 the difference from 1 has fewer digits than they.</summary>
    private const double SmallPower = 0.7;

    private const double LeastVariance = 2.2250738585072014e-308;
    private const int Halvings = 40;

    private readonly double[] _logs;
    private readonly double[] _powers;
    private readonly double _base;
    private readonly double _sum;
    private readonly double _least;
    private readonly double _most;
    private readonly double _unit;
    private readonly bool _mirrored;
    private readonly bool _mixed;

    /// <summary>Prepares a column.</summary>
    /// <param name="values">Its values, at least one, none missing; of Box and Cox's family positive.</param>
    /// <param name="method">Which family.</param>
    public PowerLikelihood(ReadOnlySpan<double> values, PowerMethod method)
    {
        var (least, most) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        _mirrored = most <= 0;
        _mixed = least < 0 && most > 0;
        (_logs, _powers) = (new double[values.Length], new double[values.Length]);
        if (_mixed)
        {
            TensorPrimitives.Abs(values, _logs);
            Elementwise.Unary<Log1POperator, double>(_logs, _logs);
            TensorPrimitives.CopySign(_logs, values, _logs);
        }
        else
        {
            _base = Relative(values, Math.Min(Math.Abs(least), Math.Abs(most)), Math.Max(Math.Abs(least), Math.Abs(most)), method == PowerMethod.BoxCox ? 0 : 1);
        }

        _sum = TensorPrimitives.Sum<double>(_logs);
        (_least, _most) = (TensorPrimitives.Min<double>(_logs), TensorPrimitives.Max<double>(_logs));
        _logs.CopyTo(_powers);
        _unit = Variance();
    }

    /// <summary>The λ of the greatest likelihood, or the nearest to it whose powers have a variance that is a number, neither ∞ nor 0; 1 for equal values, for which none is likelier.</summary>
    public double Best()
    {
        if (_least == _most)
        {
            return 1;
        }

        var best = BrentMinimum.Find(Minus, -2, 2);
        if (IsUsable(best))
        {
            return best;
        }

        // x to the 1 is x, and the logarithm of a large x is small: between one of them and the best lies the limit.
        var good = IsUsable(1) ? 1.0 : _mirrored ? 2 : 0;
        if (!IsUsable(good))
        {
            return best;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = 0.5 * (good + best);
            (good, best) = IsUsable(middle) ? (middle, best) : (good, middle);
        }

        return good;
    }

    /// <summary>
    /// What to add to the powers (b^μ − 1) / μ so that they keep their digits: where all b^μ are small, 1 / μ, so that the 1 is not taken away; else 0.
    /// </summary>
    public double Offset(double lambda) => _mixed || Exponent(lambda) * _base > -SmallPower ? 0 : 1 / (_mirrored ? lambda - 2 : lambda);

    /// <summary>The likelihood's logarithm with the other sign, but for a constant; ∞ where the powers do not vary.</summary>
    public double Minus(double lambda)
    {
        var logVariance = LogVariance(lambda);
        return double.IsNegativeInfinity(logVariance) ? double.PositiveInfinity : (_logs.Length / 2.0 * logVariance) - (Exponent(lambda) * _sum);
    }

    /// <summary>Whether the sum of the powers' squares is finite, and more than a denormal number.</summary>
    private bool IsUsable(double lambda)
    {
        const double Most = 709.78;
        const double Least = -708;
        var deviation = (0.5 * (LogVariance(lambda) + Math.Log(_unit))) + (Exponent(lambda) * _base);
        return double.IsFinite(deviation)
            ? (2 * deviation) + Math.Log(_logs.Length) <= Most && 2 * deviation >= Least
            : (2 * Largest(lambda)) + Math.Log(_logs.Length) <= Most;
    }

    /// <summary>The largest exponent of a power of the column.</summary>
    private double Largest(double lambda) => _mixed
        ? Math.Max(lambda * _most, (lambda - 2) * _least)
        : Math.Max(Exponent(lambda) * (_base + _least), Exponent(lambda) * (_base + _most));

    private double Exponent(double lambda) => _mirrored ? 2 - lambda : lambda;

    /// <summary>The logarithm of the relative powers' variance beside that of the logarithms.</summary>
    private double LogVariance(double lambda)
    {
        var shift = _mixed ? OfBothSigns(lambda) : OfOneSign(Exponent(lambda));
        var variance = Variance();
        return variance < LeastVariance || _unit < LeastVariance ? double.NegativeInfinity : Math.Log(variance / _unit) + (2 * shift);
    }

    /// <summary>Powers (e^μδ − 1) / μ; returns what was taken from the exponents.</summary>
    private double OfOneSign(double exponent)
    {
        if (Math.Abs(exponent) < Powers.Epsilon)
        {
            _logs.CopyTo(_powers);
            return 0;
        }

        TensorPrimitives.Multiply(_logs, exponent, _powers);
        var shift = Exponentials(Math.Max(exponent * _least, exponent * _most), Math.Abs(exponent) * (_most - _least));
        TensorPrimitives.Divide(_powers, exponent, _powers);
        return shift;
    }

    /// <summary>((1 + x)^λ − 1) / λ for x ≥ 0 and −((1 − x)^(2 − λ) − 1) / (2 − λ) below; returns what was taken from the exponents.</summary>
    private double OfBothSigns(double lambda)
    {
        Powers.Each(_logs, _logs, lambda, lambda - 2, _powers, divide: false);
        var shift = Exponentials(Math.Max(lambda * _most, (lambda - 2) * _least), Math.Max(Math.Abs(lambda * _most), Math.Abs((lambda - 2) * _least)));
        var (straight, mirrored) = (Math.Abs(lambda) < Powers.Epsilon, Math.Abs(lambda - 2) <= Powers.Epsilon);
        if (straight || mirrored)
        {
            for (var i = 0; i < _logs.Length; i++)
            {
                _powers[i] = _logs[i] >= 0
                    ? straight ? _logs[i] * Math.Exp(-shift) : _powers[i] / lambda
                    : mirrored ? _logs[i] * Math.Exp(-shift) : _powers[i] / (lambda - 2);
            }

            return shift;
        }

        Powers.Each(_powers, _logs, lambda, lambda - 2, _powers, divide: true);
        return shift;
    }

    /// <summary>
    /// Exponentials less one; of exponents that are too large, relative to the largest, beside which the one is nothing. Where exponents are far apart, what rounding takes when
    /// the one is taken away does not count beside the deviation.
    /// </summary>
    private double Exponentials(double largest, double range)
    {
        const double Far = 1;
        var shift = largest > LargestExponent ? largest : 0;
        if (shift == 0 && range < Far)
        {
            Elementwise.Unary<ExpM1Operator, double>(_powers, _powers);
            return 0;
        }

        if (shift > 0)
        {
            TensorPrimitives.Subtract(_powers, shift, _powers);
        }

        TensorPrimitives.Exp<double>(_powers, _powers);
        if (shift == 0 && _mixed)
        {
            TensorPrimitives.Subtract(_powers, 1, _powers);
        }

        return shift;
    }

    private double Variance()
    {
        TensorPrimitives.Subtract(_powers, TensorPrimitives.Sum<double>(_powers) / _powers.Length, _powers);
        return TensorPrimitives.SumOfSquares<double>(_powers) / _powers.Length;
    }

    /// <summary>Logarithms of (one + |x|) / (one + least |x|); returns the logarithm of the latter.</summary>
    private double Relative(ReadOnlySpan<double> values, double least, double most, double one)
    {
        TensorPrimitives.Abs(values, _logs);
        if (one + most <= 2 * (one + least))
        {
            // Differences of numbers this near to one another are exact.
            TensorPrimitives.Subtract(_logs, least, _logs);
            TensorPrimitives.Divide(_logs, one + least, _logs);
            Elementwise.Unary<Log1POperator, double>(_logs, _logs);
        }
        else if (one > 0)
        {
            Elementwise.Unary<Log1POperator, double>(_logs, _logs);
            TensorPrimitives.Subtract(_logs, SpecialFunctions.LogOnePlus(least), _logs);
        }
        else
        {
            Elementwise.Unary<LogOperator, double>(_logs, _logs);
            TensorPrimitives.Subtract(_logs, Math.Log(least), _logs);
        }

        return one > 0 ? SpecialFunctions.LogOnePlus(least) : Math.Log(least);
    }
}
