using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Half a deviance as a function of the linear score: its value apart from what depends on the target alone, and its first two derivatives.</summary>
/// <param name="power">The power p of the variance μᵖ: 0 normal, 1 Poisson, between 1 and 2 compound, 2 gamma, 3 inverse normal.</param>
/// <param name="isLog">Whether the mean is the exponential of the score; otherwise the score itself.</param>
internal sealed class GeneralizedLoss(double power, bool isLog)
{
    /// <summary>Whether the mean is the exponential of the score.</summary>
    public bool IsLog => isLog;

    /// <summary>Which targets there is a distribution for, in words; null where all are.</summary>
    public string? Range => power <= 0 ? null : power < 2 ? "0 or more" : "above 0";

    /// <summary>Whether a target has a distribution.</summary>
    public bool Takes(double y) => power <= 0 || (power < 2 ? y >= 0 : y > 0);

    /// <summary>The score of a mean.</summary>
    public double Link(double mean) => isLog ? Math.Log(mean) : mean;

    /// <summary>The mean of a score.</summary>
    public double Mean(double score) => isLog ? Math.Exp(score) : score;

    /// <summary>Value and derivative.</summary>
    public (double Value, double Slope) At(double y, double score)
    {
        if (isLog)
        {
            return Logarithmic(y, score);
        }

        switch (power)
        {
            case 0:
                return (0.5 * (score - y) * (score - y), score - y);
            case 1:
                return (score - (y == 0 ? 0 : y * Math.Log(score)), 1 - (y / score));
            case 2:
                return (Math.Log(score) + (y / score), (score - y) / (score * score));
            default:
                var (one, two) = (1 - power, 2 - power);
                var tail = Math.Pow(score, one);
                return ((tail * score / two) - (y * tail / one), (score - y) * Math.Pow(score, -power));
        }
    }

    /// <summary>Values and derivatives of some samples: with a logarithmic link their exponentials are taken all at once.</summary>
    /// <param name="y">The targets.</param>
    /// <param name="scores">The scores; on return the derivatives.</param>
    /// <param name="values">Takes the values.</param>
    public void At(ReadOnlySpan<double> y, Span<double> scores, Span<double> values)
    {
        switch (isLog ? power : double.NaN)
        {
            case 1:
                // exp(s) − y s and exp(s) − y.
                Elementwise.Unary<ExpOperator, double>(scores, values);
                for (var i = 0; i < y.Length; i++)
                {
                    var mean = values[i];
                    (values[i], scores[i]) = (mean - (y[i] * scores[i]), mean - y[i]);
                }

                break;
            case 2:
                // s + y exp(−s) and 1 − y exp(−s).
                TensorPrimitives.Negate(scores, values);
                Elementwise.Unary<ExpOperator, double>(values, values);
                for (var i = 0; i < y.Length; i++)
                {
                    var ratio = y[i] * values[i];
                    (values[i], scores[i]) = (scores[i] + ratio, 1 - ratio);
                }

                break;
            default:
                for (var i = 0; i < y.Length; i++)
                {
                    (values[i], scores[i]) = At(y[i], scores[i]);
                }

                break;
        }
    }

    /// <summary>Second derivatives of some samples.</summary>
    /// <param name="y">The targets.</param>
    /// <param name="scores">The scores; on return the second derivatives.</param>
    public void Curvature(ReadOnlySpan<double> y, Span<double> scores)
    {
        switch (isLog ? power : double.NaN)
        {
            case 1:
                Elementwise.Unary<ExpOperator, double>(scores, scores);
                break;
            case 2:
                TensorPrimitives.Negate(scores, scores);
                Elementwise.Unary<ExpOperator, double>(scores, scores);
                TensorPrimitives.Multiply(scores, y, scores);
                break;
            default:
                for (var i = 0; i < y.Length; i++)
                {
                    scores[i] = Curvature(y[i], scores[i]);
                }

                break;
        }
    }

    /// <summary>The second derivative.</summary>
    public double Curvature(double y, double score)
    {
        if (isLog)
        {
            var (one, two) = (1 - power, 2 - power);
            return power switch
            {
                0 => Math.Exp(score) * ((2 * Math.Exp(score)) - y),
                1 => Math.Exp(score),
                2 => y * Math.Exp(-score),
                _ => (two * Math.Exp(two * score)) - (one * y * Math.Exp(one * score)),
            };
        }

        return power == 0 ? 1 : Math.Pow(score, -power) - (power * (score - y) * Math.Pow(score, -power - 1));
    }

    /// <summary>The value at the mean that fits the target exactly: where the deviance is 0.</summary>
    public double Least(double y) => power switch
    {
        0 => 0,
        1 => y == 0 ? 0 : y - (y * Math.Log(y)),
        2 => Math.Log(y) + 1,
        _ => y == 0 ? 0 : Math.Pow(y, 2 - power) * ((1 / (2 - power)) - (1 / (1 - power))),
    };

    private (double Value, double Slope) Logarithmic(double y, double score)
    {
        switch (power)
        {
            case 0:
                var mean = Math.Exp(score);
                return (0.5 * (mean - y) * (mean - y), mean * (mean - y));
            case 1:
                var count = Math.Exp(score);
                return (count - (y * score), count - y);
            case 2:
                var ratio = y * Math.Exp(-score);
                return (score + ratio, 1 - ratio);
            default:
                var (one, two) = (1 - power, 2 - power);
                var (first, second) = (Math.Exp(one * score), Math.Exp(two * score));
                return ((second / two) - (y * first / one), second - (y * first));
        }
    }
}
