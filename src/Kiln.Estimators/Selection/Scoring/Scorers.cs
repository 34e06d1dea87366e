using System.Collections.Frozen;
using Kiln.Evaluation;

namespace Kiln.Estimators;

using Score = Func<PredictorModel, Features, Target, double[]?, double>;

/// <summary>The scorers that have a name, with the names of scikit-learn. A new one is one line.</summary>
internal static class Scorers
{
    internal static readonly FrozenDictionary<string, Score> All = new Dictionary<string, Score>(StringComparer.Ordinal)
    {
        ["accuracy"] = Labels((truth, predicted, weights) => Weighted(truth, weights, i => truth[i] == predicted[i] ? 1 : 0)),
        ["r2"] = (model, x, y, weights) => Determination.Score("r2", y, model.Predict(x), weights),
        ["neg_mean_squared_error"] = Numbers((truth, predicted, weights) => -Weighted(truth, weights, i => (truth[i] - predicted[i]) * (truth[i] - predicted[i]))),
        ["neg_root_mean_squared_error"] =
            Numbers((truth, predicted, weights) => -Math.Sqrt(Weighted(truth, weights, i => (truth[i] - predicted[i]) * (truth[i] - predicted[i])))),
        ["neg_mean_absolute_error"] = Numbers((truth, predicted, weights) => -Weighted(truth, weights, i => Math.Abs(truth[i] - predicted[i]))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static double Weighted<T>(T[] values, double[]? weights, Func<int, double> term)
    {
        var (sum, all) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var weight = weights?[i] ?? 1;
            sum += weight * term(i);
            all += weight;
        }

        return sum / all;
    }

    private static Score Numbers(Func<double[], double[], double[]?, double> score) =>
        (model, x, y, weights) => score(y.Numbers("scoring").ToArray(), model.Predict(x).Numbers("scoring").ToArray(), weights);

    private static Score Labels(Func<int[], int[], double[]?, double> score) => (model, x, y, weights) =>
    {
        var (truth, predicted) = ClassCodes.Of(model, x, y);
        return score(truth, predicted, weights);
    };
}
