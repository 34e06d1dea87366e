namespace Kiln.Estimators;

/// <summary>The check that all fits which begin with another model share: its coefficients belong to columns, so the samples are brought into its order first.</summary>
internal static class StartModel
{
    /// <summary>The samples in the order of the model to begin with, and the layout of the new model, which is in the same order; both as they were given without one.</summary>
    /// <param name="owner">The estimator's name, for the error.</param>
    /// <param name="start">The model to begin with, or null.</param>
    /// <param name="x">The samples; columns of a table are found by name.</param>
    /// <exception cref="DatasetException">The samples have other columns than the model, or as many are in another order and cannot be moved.</exception>
    public static (Features Samples, FeatureLayout Layout) Align(string owner, Model? start, Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (start is null)
        {
            return (x, FeatureLayout.Of(x));
        }

        var samples = start.Layout.Align(owner, x);
        return (samples, samples.Names is null ? start.Layout : FeatureLayout.Of(samples));
    }

    /// <summary>As many outputs as the model to begin with has.</summary>
    /// <exception cref="DatasetException">They are not.</exception>
    public static void CheckOutputs(string owner, LinearRegressionModel? start, int outputs)
    {
        if (start is not null && start.Weights.Length != start.FeatureCount * outputs)
        {
            throw new DatasetException($"{owner}: the model to start from has {start.Weights.Length / start.FeatureCount} outputs; each of these samples has {outputs} targets");
        }
    }
}
