namespace Kiln.Estimators;

/// <summary>R² with weights and several outputs, as a regressor's score.</summary>
internal static class Determination
{
    /// <summary>The mean over outputs of 1 − Σ w (y − ŷ)² / Σ w (y − ȳ)².</summary>
    public static double Score(string owner, Target truth, Target predicted, double[]? weights)
    {
        if (truth.Count != predicted.Count || truth.Outputs != predicted.Outputs)
        {
            throw new DatasetException($"{owner}: the truth has {truth.Count} × {truth.Outputs} values, the prediction {predicted.Count} × {predicted.Outputs}");
        }

        Inputs.Weights(owner, weights, truth.Count);
        var y = truth.Numbers(owner);
        var p = predicted.Numbers(owner);
        var outputs = truth.Outputs;
        var total = 0.0;
        for (var output = 0; output < outputs; output++)
        {
            var (sum, weight) = (0.0, 0.0);
            for (var i = 0; i < truth.Count; i++)
            {
                var w = weights?[i] ?? 1;
                sum += w * y[(i * outputs) + output];
                weight += w;
            }

            var mean = sum / weight;
            var (error, spread) = (0.0, 0.0);
            for (var i = 0; i < truth.Count; i++)
            {
                var (w, value, guess) = (weights?[i] ?? 1, y[(i * outputs) + output], p[(i * outputs) + output]);
                error += w * (value - guess) * (value - guess);
                spread += w * (value - mean) * (value - mean);
            }

            total += spread == 0 ? (error == 0 ? 1 : 0) : 1 - (error / spread);
        }

        return truth.Count < 2 ? double.NaN : total / outputs;
    }
}
