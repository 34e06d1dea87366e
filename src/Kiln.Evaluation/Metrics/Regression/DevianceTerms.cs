using System.Numerics;

namespace Kiln.Evaluation;

/// <summary>2 (y log(y / p) − y + p), of a Poisson distribution.</summary>
internal readonly struct PoissonTerm : IPairTerm
{
    public double Of(double truth, double predicted) =>
        2 * ((truth == 0 ? 0 : truth * Math.Log(truth / predicted)) - truth + predicted);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted)
    {
        // The logarithm at y = 0 is −∞; the product with 0 that would be NaN is not taken.
        var log = Vector.ConditionalSelect(
            Vector.Equals(truth, Vector<double>.Zero), Vector<double>.Zero, truth * Vector.Log(truth / predicted));
        return (log - truth + predicted) * 2;
    }
}

/// <summary>2 (log(p / y) + y / p − 1), of a Gamma distribution.</summary>
internal readonly struct GammaTerm : IPairTerm
{
    public double Of(double truth, double predicted) => 2 * (Math.Log(predicted / truth) + (truth / predicted) - 1);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) =>
        (Vector.Log(predicted / truth) + (truth / predicted) - Vector<double>.One) * 2;
}

/// <summary>
/// The unit deviance of a Tweedie distribution of a power other than 0, 1 and 2:
/// 2 (max(y, 0)^(2−p) / ((1−p)(2−p)) − y μ^(1−p) / (1−p) + μ^(2−p) / (2−p)).
/// </summary>
internal readonly struct TweedieTerm(double power) : IPairTerm
{
    public double Of(double truth, double predicted)
    {
        double a = 1 - power, b = 2 - power;
        return 2 * ((Math.Pow(Math.Max(truth, 0), b) / (a * b)) - (truth * Math.Pow(predicted, a) / a) + (Math.Pow(predicted, b) / b));
    }

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted)
    {
        double a = 1 - power, b = 2 - power;
        var log = Vector.Log(predicted);
        var y = Vector.Max(truth, Vector<double>.Zero);
        // Powers as exp(b log y): with y = 0 that is exp(−∞) = 0, which is right, for b is above 0 wherever y may be 0.
        return ((Vector.Exp(Vector.Log(y) * b) / (a * b)) - (truth * Vector.Exp(log * a) / a) + (Vector.Exp(log * b) / b)) * 2;
    }
}
