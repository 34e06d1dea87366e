namespace Kiln.Evaluation;

/// <summary>A score of one output, which the shared code takes to several.</summary>
internal interface IRegressionScore
{
    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>The score of checked, contiguous values.</summary>
    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights);
}

/// <summary>The weighted mean of a term.</summary>
internal readonly struct MeanOf<T>(string name, T term, bool root = false) : IRegressionScore
    where T : struct, IPairTerm
{
    public string Name => name;

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        var mean = PairSum.Of(truth, predicted, weights, term) / (weights.IsEmpty ? truth.Length : PairSum.Sum(weights));
        return root ? Math.Sqrt(mean) : mean;
    }
}

/// <summary>The mean squared difference of logarithms.</summary>
internal readonly struct LogErrorOf : IRegressionScore
{
    public string Name => "mean squared log error";

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights) =>
        Deviances.LogDifferences(truth, predicted, weights) / (weights.IsEmpty ? truth.Length : PairSum.Sum(weights));
}

/// <summary>The mean deviance of a Tweedie distribution.</summary>
internal readonly struct DevianceOf(double power) : IRegressionScore
{
    public string Name => "tweedie deviance";

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights) =>
        Deviances.Sum(power, truth, predicted, weights) / (weights.IsEmpty ? truth.Length : PairSum.Sum(weights));
}

internal readonly struct MedianAbsolute : IRegressionScore
{
    public string Name => "median absolute error";

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        var errors = new double[truth.Length];
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = Math.Abs(predicted[i] - truth[i]);
        }

        return weights.IsEmpty ? OrderStatistics.Median(errors) : OrderStatistics.WeightedQuantile(errors, weights, 0.5);
    }
}

/// <summary>1 − Σ w (y − p)² / Σ w (y − ȳ)².</summary>
internal readonly struct R2Of(bool forceFinite) : IRegressionScore
{
    public string Name => "r2";

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        if (truth.Length < 2)
        {
            return double.NaN;
        }

        var error = PairSum.Of(truth, predicted, weights, new SquaredTerm(0));
        return Explained.Share(error, Explained.Spread(truth, weights), forceFinite);
    }
}

/// <summary>1 − Var(y − p) / Var(y).</summary>
internal readonly struct ExplainedVarianceOf(bool forceFinite) : IRegressionScore
{
    public string Name => "explained variance";

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        var total = weights.IsEmpty ? truth.Length : PairSum.Sum(weights);
        var bias = PairSum.Of(truth, predicted, weights, new DifferenceTerm()) / total;
        var error = PairSum.Of(truth, predicted, weights, new SquaredTerm(bias));
        return Explained.Share(error, Explained.Spread(truth, weights), forceFinite);
    }
}

/// <summary>1 − the mean pinball loss over that of the best constant, the quantile of the truth.</summary>
internal readonly struct D2PinballOf(string name, double alpha) : IRegressionScore
{
    public string Name => name;

    public double Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        if (truth.Length < 2)
        {
            return double.NaN;
        }

        var constant = weights.IsEmpty
            ? OrderStatistics.Quantile(truth, alpha)
            : OrderStatistics.WeightedQuantile(truth, weights, alpha);
        var term = new PinballTerm(alpha);
        return Explained.Share(
            PairSum.Of(truth, predicted, weights, term),
            PairSum.Of(truth, truth, weights, new ConstantPrediction<PinballTerm>(term, constant)),
            forceFinite: true);
    }
}

/// <summary>What scores that compare an error with that of a constant prediction have in common.</summary>
internal static class Explained
{
    /// <summary>Σ w (y − ȳ)².</summary>
    public static double Spread(ReadOnlySpan<double> truth, ReadOnlySpan<double> weights)
    {
        var mean = PairSum.Of(truth, truth, weights, new TruthTerm()) / (weights.IsEmpty ? truth.Length : PairSum.Sum(weights));
        return PairSum.Of(truth, truth, weights, new SpreadTerm(mean));
    }

    /// <summary>1 − error / reference; where the reference is zero, 1 for no error and 0 for some, unless the bare quotient is asked for.</summary>
    public static double Share(double error, double reference, bool forceFinite) =>
        forceFinite && reference == 0 ? (error == 0 ? 1 : error > 0 ? 0 : double.NaN) : 1 - (error / reference);
}
