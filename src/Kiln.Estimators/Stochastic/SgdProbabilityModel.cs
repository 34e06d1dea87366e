namespace Kiln.Estimators;

/// <summary>As <see cref="SgdClassifierModel"/>, learned by a loss that gives probabilities: log loss or modified Huber.</summary>
public sealed class SgdProbabilityModel : SgdClassifierModel, IProbabilityModel
{
    private readonly bool _modifiedHuber;

    internal SgdProbabilityModel(Estimator estimator, FeatureLayout layout, Target classes, SgdLearned learned, bool modifiedHuber)
        : base(estimator, layout, classes, learned) => _modifiedHuber = modifiedHuber;

    /// <summary>
    /// The probability of each class: of the log loss the logistic function of its score, of modified Huber (clip(score, −1, 1) + 1) / 2 (B. Zadrozny and
    /// C. Elkan, 2002); of several classes divided by their sum.
    /// </summary>
    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x)
    {
        if (!_modifiedHuber)
        {
            return Rule.Probabilities(Samples(x), Classes.Count, softmax: false);
        }

        var probabilities = Clipped(Rule.Scores(Samples(x)), LinearRule.OutputsOf(Classes.Count));
        return Tensor.From(probabilities, [probabilities.Length / Classes.Count, Classes.Count]);
    }

    private static double[] Clipped(double[] scores, int outputs)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (Math.Clamp(scores[i], -1, 1) + 1) / 2;
        }

        if (outputs == 1)
        {
            return [.. scores.SelectMany(p => new[] { 1 - p, p })];
        }

        for (var row = 0; row < scores.Length; row += outputs)
        {
            // No class may be left: then all are as likely.
            var own = scores.AsSpan(row, outputs);
            var sum = System.Numerics.Tensors.TensorPrimitives.Sum<double>(own);
            if (sum == 0)
            {
                own.Fill(1.0 / outputs);
            }
            else
            {
                System.Numerics.Tensors.TensorPrimitives.Divide(own, sum, own);
            }
        }

        return scores;
    }
}
