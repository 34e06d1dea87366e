namespace Kiln.Estimators;

/// <summary>In which order coordinate descent takes the coefficients.</summary>
public enum CoordinateSelection
{
    /// <summary>One after the other.</summary>
    Cyclic,

    /// <summary>At random, with repetition; often faster to a loose tolerance.</summary>
    Random,
}
