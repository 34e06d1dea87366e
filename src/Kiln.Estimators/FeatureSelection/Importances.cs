namespace Kiln.Estimators;

/// <summary>How much each feature matters to a fitted model.</summary>
internal static class Importances
{
    /// <summary>The importances of a model: its own, or a norm of its coefficients over classes or outputs.</summary>
    /// <param name="owner">The selector.</param>
    /// <param name="model">The model.</param>
    /// <param name="order">The norm: 1, 2 or +∞.</param>
    /// <exception cref="ArgumentException">The model has neither importances nor coefficients.</exception>
    public static double[] Of(string owner, Model model, double order)
    {
        if (model is IPipelineModel pipeline)
        {
            return Of(owner, pipeline.Steps[^1], order);
        }

        if (model is IFeatureImportanceModel importances)
        {
            return importances.FeatureImportances.ToArray<double>();
        }

        if (model is not ILinearModel linear)
        {
            throw new ArgumentException($"{owner}: {model.Estimator.Name} has neither coefficients nor importances; take a linear model or a tree");
        }

        var coefficients = linear.Coefficients.ToArray<double>();
        var features = linear.Coefficients.Shape[^1];
        var norms = new double[features];
        for (var i = 0; i < coefficients.Length; i++)
        {
            var (c, size) = (i % features, Math.Abs(coefficients[i]));
            norms[c] = order == 1 ? norms[c] + size : order == 2 ? norms[c] + (size * size) : Math.Max(norms[c], size);
        }

        return order == 2 ? Array.ConvertAll(norms, Math.Sqrt) : norms;
    }
}
