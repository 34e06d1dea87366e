namespace Kiln.Numerics;

/// <summary>Why a minimization ended.</summary>
public enum StopReason
{
    /// <summary>No element of the gradient exceeds the tolerance: a stationary point.</summary>
    GradientTolerance,

    /// <summary>The value hardly decreases any more.</summary>
    ValueTolerance,

    /// <summary>The most iterations were made.</summary>
    MaxIterations,

    /// <summary>The function was evaluated the most times.</summary>
    MaxEvaluations,

    /// <summary>
    /// No step along the direction of search satisfies the Wolfe conditions: the gradient does not belong to the function, or rounding hides any
    /// further decrease.
    /// </summary>
    LineSearchFailed,

    /// <summary>The value or the gradient at the start is NaN or infinite.</summary>
    NotFinite,
}
