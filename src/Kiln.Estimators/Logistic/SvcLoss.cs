namespace Kiln.Estimators;

/// <summary>The loss of a linear support vector classifier.</summary>
public enum SvcLoss
{
    /// <summary>max(0, 1 − y·z).</summary>
    Hinge,

    /// <summary>max(0, 1 − y·z)².</summary>
    SquaredHinge,
}
