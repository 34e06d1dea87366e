namespace Kiln.Estimators;

/// <summary>max(0, threshold − y·p): hinge with 1, perceptron with 0.</summary>
internal readonly struct HingeSlope(double threshold) : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var margin = score * target;
        if (margin > threshold)
        {
            return 0;
        }

        sum.Add(threshold - margin);
        return -target;
    }
}

/// <summary>log(1 + exp(−y·p)); beyond a margin of 18 as its first term, as scikit-learn has it.</summary>
internal readonly struct LogSlope : ISgdLoss
{
    private const double Far = 18;

    public double Slope(double score, double target, ref LossSum sum)
    {
        var margin = score * target;
        if (margin < -Far)
        {
            sum.Add(-margin);
            return -target;
        }

        var e = Math.Exp(-margin);
        if (margin > Far)
        {
            sum.Add(e);
            return -target * e;
        }

        sum.AddLog(1 + e);
        return -target * e / (1 + e);
    }
}

/// <summary>max(0, 1 − y·p)², and −4·y·p below −1.</summary>
internal readonly struct ModifiedHuberSlope : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var margin = score * target;
        if (margin >= 1)
        {
            return 0;
        }

        if (margin < -1)
        {
            sum.Add(-4 * margin);
            return -4 * target;
        }

        sum.Add((1 - margin) * (1 - margin));
        return 2 * (1 - margin) * -target;
    }
}

/// <summary>max(0, 1 − y·p)².</summary>
internal readonly struct SquaredHingeSlope : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var gap = 1 - (score * target);
        if (gap <= 0)
        {
            return 0;
        }

        sum.Add(gap * gap);
        return -2 * target * gap;
    }
}

/// <summary>½ (p − y)².</summary>
internal readonly struct SquaredSlope : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var difference = score - target;
        sum.Add(0.5 * difference * difference);
        return difference;
    }
}

/// <summary>½ r² up to |r| = c, then c·|r| − ½ c².</summary>
internal readonly struct HuberSlope(double c) : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var difference = score - target;
        var size = Math.Abs(difference);
        if (size <= c)
        {
            sum.Add(0.5 * difference * difference);
            return difference;
        }

        sum.Add((c * size) - (0.5 * c * c));
        return difference > 0 ? c : -c;
    }
}

/// <summary>max(0, |p − y| − ε).</summary>
internal readonly struct EpsilonSlope(double epsilon) : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var difference = score - target;
        sum.Add(Math.Max(0, Math.Abs(difference) - epsilon));
        return difference > epsilon ? 1 : -difference > epsilon ? -1 : 0;
    }
}

/// <summary>max(0, |p − y| − ε)².</summary>
internal readonly struct SquaredEpsilonSlope(double epsilon) : ISgdLoss
{
    public double Slope(double score, double target, ref LossSum sum)
    {
        var difference = score - target;
        var excess = Math.Abs(difference) - epsilon;
        if (excess <= 0)
        {
            return 0;
        }

        sum.Add(excess * excess);
        return Math.CopySign(2 * excess, difference);
    }
}
