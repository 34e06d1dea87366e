namespace Kiln.Estimators.Tests;

/// <content>Linear support vector machines.</content>
internal static partial class PlainObjectives
{
    /// <summary>½‖w, b‖² (or ‖w, b‖₁) + C Σ loss of a linear support vector machine, summed over the classes against the rest.</summary>
    public static double SupportVectors(Predictor estimator, Features x, Target y, double[]? sampleWeights, double[] coefficients, double[] intercept)
    {
        var dense = x.ToDense();
        var total = 0.0;
        if (estimator is LinearSvr regression)
        {
            var numbers = y.Numbers().ToArray();
            for (var i = 0; i < x.Rows; i++)
            {
                var excess = Math.Max(0, Math.Abs(Dot(dense.Row(i), coefficients) + intercept[0] - numbers[i]) - regression.Epsilon);
                total += regression.C * (sampleWeights?[i] ?? 1) * (regression.Loss == SvrLoss.EpsilonInsensitive ? excess : excess * excess);
            }

            return total + (0.5 * (coefficients.Sum(v => v * v) + (intercept[0] * intercept[0])));
        }

        var given = (LinearSvc)estimator;
        var classes = y.Distinct(out var codes);
        var classWeights = ClassWeights.Of(given.ClassWeight, "test", classes, codes);
        for (var k = 0; k < intercept.Length; k++)
        {
            var positive = intercept.Length == 1 ? 1 : k;
            double[] own = [.. coefficients.AsSpan(k * x.Columns, x.Columns), intercept[k]];
            total += given.Penalty == Estimators.Penalty.L1 ? own.Sum(Math.Abs) : 0.5 * own.Sum(v => v * v);
            for (var i = 0; i < x.Rows; i++)
            {
                var weight = codes[i] == positive || intercept.Length == 1 ? classWeights[codes[i]] : 1;
                var gap = Math.Max(0, 1 - ((codes[i] == positive ? 1 : -1) * (Dot(dense.Row(i), own) + intercept[k])));
                total += given.C * weight * (sampleWeights?[i] ?? 1) * (given.Loss == SvcLoss.Hinge ? gap : gap * gap);
            }
        }

        return total;
    }
}
