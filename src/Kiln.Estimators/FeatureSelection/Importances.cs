namespace Kiln.Estimators;

/// <summary>How much each feature matters to a fitted model.</summary>
internal static class Importances
{
    /// <summary>The importances of a model by a function of the user, or those below where there is none.</summary>
    /// <param name="owner">The selector.</param>
    /// <param name="model">The model.</param>
    /// <param name="getter">The function, or null.</param>
    /// <param name="order">The norm, where there are more than one for each feature.</param>
    /// <exception cref="DatasetException">The function gives something else than importances of the features.</exception>
    public static double[] Of(string owner, Model model, Func<PredictorModel, Tensor>? getter, double order)
    {
        if (getter is null)
        {
            return Of(owner, model, order);
        }

        var given = getter((PredictorModel)model);
        return given is not null && given.Rank is 1 or 2 && given.Shape[^1] == model.FeatureCount
            ? given.Rank == 1 ? given.ToArray<double>() : Norms(given, order)
            : throw new DatasetException($"{owner}: importance_getter returned {(given is null ? "null" : $"a tensor of shape {given.Shape}")} for {model.FeatureCount} features; "
                + $"({model.FeatureCount},) or (outputs, {model.FeatureCount}) is expected");
    }

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

        return Norms(linear.Coefficients, order);
    }

    private static double[] Norms(Tensor all, double order)
    {
        var coefficients = all.ToArray<double>();
        var features = all.Shape[^1];
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
