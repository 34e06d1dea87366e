namespace Kiln.Estimators.Tests;

/// <summary>What linear models minimize, written down plainly: the judge of two sets of coefficients.</summary>
internal static partial class PlainObjectives
{
    /// <summary>C·Σ loss + penalty of a logistic regression, summed over the problems of one class against the rest.</summary>
    public static double Logistic(LogisticRegression given, Features x, Target y, double[]? sampleWeights, double[] coefficients, double[] intercept, bool softmax)
    {
        var dense = x.ToDense();
        var classes = y.Distinct(out var codes);
        var classWeights = ClassWeights.Of(given.ClassWeight, "test", classes, codes);
        if (softmax)
        {
            var (w, b) = classes.Count == 2
                ? (coefficients.Select(v => -v).Concat(coefficients).ToArray(), new[] { -intercept[0], intercept[0] })
                : (coefficients, intercept);
            var loss = 0.0;
            for (var i = 0; i < x.Rows; i++)
            {
                var scores = Enumerable.Range(0, b.Length).Select(k => b[k] + Dot(dense.Row(i), w.AsSpan(k * x.Columns, x.Columns))).ToArray();
                var largest = scores.Max();
                loss += (sampleWeights?[i] ?? 1) * classWeights[codes[i]] * (Math.Log(scores.Sum(s => Math.Exp(s - largest))) + largest - scores[codes[i]]);
            }

            return (given.C * loss) + Penalty(given, w);
        }

        var total = 0.0;
        for (var k = 0; k < intercept.Length; k++)
        {
            var positive = intercept.Length == 1 ? 1 : k;
            var own = coefficients.AsSpan(k * x.Columns, x.Columns).ToArray();
            var liblinear = given.Solver == LogisticSolver.Liblinear;
            var count = codes.Count(code => code == positive);
            for (var i = 0; i < x.Rows; i++)
            {
                var label = codes[i] == positive ? 1 : -1;
                var weight = (sampleWeights?[i] ?? 1) * (given.ClassWeight switch
                {
                    null => 1,
                    { IsBalanced: true } when !liblinear => x.Rows / (2.0 * (label > 0 ? count : x.Rows - count)),
                    _ when liblinear && label < 0 && classes.Count > 2 => 1,
                    _ => classWeights[codes[i]],
                });
                var margin = label * (intercept[k] + Dot(dense.Row(i), own));
                total += given.C * weight * (Math.Max(-margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin))));
            }

            total += Penalty(given, liblinear && given.FitIntercept ? [.. own, intercept[k] / given.InterceptScaling] : own);
        }

        return total;
    }

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> w)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * w[i];
        }

        return sum;
    }

    private static double Penalty(LogisticRegression given, double[] w)
    {
        var (l1, l2) = given.Penalty switch
        {
            Estimators.Penalty.None => (0, 0),
            Estimators.Penalty.L1 => (1, 0),
            Estimators.Penalty.L2 => (0.0, 1.0),
            _ => (given.L1Ratio!.Value, 1 - given.L1Ratio.Value),
        };
        return (l1 * w.Sum(Math.Abs)) + (0.5 * l2 * w.Sum(v => v * v));
    }
}
