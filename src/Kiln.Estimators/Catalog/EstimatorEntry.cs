namespace Kiln.Estimators;

/// <summary>One estimator of the catalog.</summary>
/// <param name="Parameters">Its table of hyper-parameters, which knows its name and summary.</param>
/// <param name="Read">Reads its model from a file.</param>
public sealed record EstimatorEntry(ParameterSet Parameters, Func<ModelReader, Model> Read)
{
    /// <summary>The name in kebab case.</summary>
    public string Name => Parameters.Name;

    /// <summary>One line on what it is.</summary>
    public string Summary => Parameters.Summary;

    /// <summary>A new estimator with the defaults.</summary>
    public Estimator Create() => Parameters.Create();
}
