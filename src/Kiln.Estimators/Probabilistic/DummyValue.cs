namespace Kiln.Estimators;

/// <summary>What a <see cref="DummyRegressor"/> predicts.</summary>
public enum DummyValue
{
    /// <summary>The (weighted) mean of the target.</summary>
    Mean,

    /// <summary>Its median.</summary>
    Median,

    /// <summary>A quantile of it.</summary>
    Quantile,

    /// <summary>A number that is given.</summary>
    Constant,
}
