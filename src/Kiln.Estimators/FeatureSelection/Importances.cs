namespace Kiln.Estimators;

/// <summary>How much each feature matters to a fitted model.</summary>
internal static class Importances
{
    /// <summary>The importances of a model: its own, or a norm of its coefficients over classes or outputs.</summary>
    /// <param name="owner">The selector.</param>
    /// <param name="model">The model.</param>
    /// <param name="order">The norm: a whole number that is not 0, or an infinity.</param>
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
        var column = new double[coefficients.Length / Math.Max(1, features)];
        for (var c = 0; c < features; c++)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = Math.Abs(coefficients[(i * features) + c]);
            }

            norms[c] = Norm(column, order);
        }

        return norms;
    }

    private static double Norm(double[] sizes, double order) => order switch
    {
        1 => sizes.Sum(),
        2 => Math.Sqrt(sizes.Sum(size => size * size)),
        double.PositiveInfinity => sizes.Max(),
        double.NegativeInfinity => sizes.Min(),
        _ => Math.Pow(sizes.Sum(size => Math.Pow(size, order)), 1 / order),
    };
}
