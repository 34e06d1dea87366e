namespace Kiln.Neural;

/// <summary>What can be wrong with a training run.</summary>
public enum FindingKind
{
    /// <summary>Signals shrink, explode or saturate from layer to layer before the first step, or all units of a layer are equal.</summary>
    BadInitialization,

    /// <summary>Gradients grow by orders of magnitude on their way back, or are far too long from the start.</summary>
    ExplodingGradients,

    /// <summary>Rectified units that are zero for every sample, and so get no gradient.</summary>
    DeadUnits,

    /// <summary>Units at the flat ends of tanh or sigmoid.</summary>
    SaturatedUnits,

    /// <summary>Steps are so long that the loss grows or what was learned is lost.</summary>
    LearningRateTooHigh,

    /// <summary>Gradients shrink by orders of magnitude on their way back, so that the first layers do not learn.</summary>
    VanishingGradients,

    /// <summary>Steps are so short that nothing changes.</summary>
    LearningRateTooLow,

    /// <summary>The network hardly does better than one constant answer, and no longer improves.</summary>
    Underfitting,

    /// <summary>The training loss falls while the validation loss rises.</summary>
    Overfitting,
}
