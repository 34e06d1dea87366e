namespace Kiln.Estimators;

/// <summary>How the linear score and the mean of a <see cref="TweedieRegressor"/> hang together.</summary>
public enum MeanLink
{
    /// <summary>The identity for powers up to 0, the logarithm above.</summary>
    Auto,

    /// <summary>The score is the mean.</summary>
    Identity,

    /// <summary>The score is the logarithm of the mean: it cannot be negative then.</summary>
    Log,
}
