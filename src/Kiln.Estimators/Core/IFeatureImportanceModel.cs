namespace Kiln.Estimators;

/// <summary>A model that says how much each feature matters to it, such as a tree or a forest.</summary>
public interface IFeatureImportanceModel
{
    /// <summary>Float64, (features,), 0 or more; they add up to 1, or are all 0.</summary>
    public Tensor FeatureImportances { get; }
}
