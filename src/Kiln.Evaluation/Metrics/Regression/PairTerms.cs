using System.Numerics;

namespace Kiln.Evaluation;

/// <summary>y.</summary>
internal readonly struct TruthTerm : IPairTerm
{
    public double Of(double truth, double predicted) => truth;

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => truth;
}

/// <summary>y − p.</summary>
internal readonly struct DifferenceTerm : IPairTerm
{
    public double Of(double truth, double predicted) => truth - predicted;

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => truth - predicted;
}

/// <summary>(y − p − c)².</summary>
internal readonly struct SquaredTerm(double offset) : IPairTerm
{
    public double Of(double truth, double predicted)
    {
        var d = truth - predicted - offset;
        return d * d;
    }

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted)
    {
        var d = truth - predicted - new Vector<double>(offset);
        return d * d;
    }
}

/// <summary>(y − c)².</summary>
internal readonly struct SpreadTerm(double center) : IPairTerm
{
    public double Of(double truth, double predicted) => (truth - center) * (truth - center);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted)
    {
        var d = truth - new Vector<double>(center);
        return d * d;
    }
}

/// <summary>|y − p|.</summary>
internal readonly struct AbsoluteTerm : IPairTerm
{
    public double Of(double truth, double predicted) => Math.Abs(truth - predicted);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => Vector.Abs(truth - predicted);
}

/// <summary>|p − y| / max(|y|, 2⁻⁵²).</summary>
internal readonly struct PercentageTerm : IPairTerm
{
    public double Of(double truth, double predicted) => Math.Abs(predicted - truth) / Math.Max(Math.Abs(truth), Float64.Epsilon);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) =>
        Vector.Abs(predicted - truth) / Vector.Max(Vector.Abs(truth), new Vector<double>(Float64.Epsilon));
}

/// <summary>α (y − p) where the truth is above, (α − 1)(y − p) where it is below.</summary>
internal readonly struct PinballTerm(double alpha) : IPairTerm
{
    public double Of(double truth, double predicted)
    {
        var d = truth - predicted;
        return d >= 0 ? alpha * d : (alpha - 1) * d;
    }

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted)
    {
        var d = truth - predicted;
        var side = Vector.ConditionalSelect(
            Vector.GreaterThanOrEqual(d, Vector<double>.Zero), new Vector<double>(alpha), new Vector<double>(alpha - 1));
        return side * d;
    }
}

/// <summary>A term with the same prediction for every sample.</summary>
internal readonly struct ConstantPrediction<T>(T term, double value) : IPairTerm
    where T : struct, IPairTerm
{
    public double Of(double truth, double predicted) => term.Of(truth, value);

    public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => term.Of(truth, new Vector<double>(value));
}
