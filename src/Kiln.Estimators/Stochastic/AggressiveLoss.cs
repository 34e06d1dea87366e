namespace Kiln.Estimators;

/// <summary>The loss of the passive-aggressive algorithms: hinge for classes, epsilon-insensitive for numbers.</summary>
public enum AggressiveLoss
{
    /// <summary>The loss itself: PA-I, steps of at most C.</summary>
    Linear,

    /// <summary>Its square: PA-II, steps shortened by C.</summary>
    Squared,
}
