using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>Something that is wrong with a run.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Layer">The path of the layer or parameter where it shows most; empty when it concerns the whole network.</param>
/// <param name="Epoch">The epoch in which it was found, from 1.</param>
/// <param name="Step">The updates made until then.</param>
/// <param name="What">What was seen, in plain words with the numbers.</param>
/// <param name="Advice">What usually helps.</param>
/// <param name="Chart">The plot that shows it.</param>
public sealed record Finding(FindingKind Kind, string Layer, int Epoch, long Step, string What, string Advice, Chart Chart)
{
    /// <summary>A line or two: where, what, and what usually helps.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} (epoch {Epoch}, step {Step}): {What} {Advice}");

    /// <summary>The kind in words, such as <c>vanishing gradients</c>.</summary>
    internal string Name => Kind switch
    {
        FindingKind.BadInitialization => "bad initialization",
        FindingKind.ExplodingGradients => "exploding gradients",
        FindingKind.DeadUnits => "dead units",
        FindingKind.SaturatedUnits => "saturated units",
        FindingKind.LearningRateTooHigh => "learning rate too high",
        FindingKind.VanishingGradients => "vanishing gradients",
        FindingKind.LearningRateTooLow => "learning rate too low",
        FindingKind.Underfitting => "underfitting",
        _ => "overfitting",
    };

    /// <summary>
    /// Causes come before consequences: a finding is left out when one of lower rank stands. Overfitting has nothing to do with the others.
    /// </summary>
    internal static int Rank(FindingKind kind) => kind switch
    {
        FindingKind.BadInitialization => 0,
        FindingKind.ExplodingGradients => 1,
        FindingKind.DeadUnits or FindingKind.SaturatedUnits or FindingKind.LearningRateTooHigh => 2,
        FindingKind.VanishingGradients => 3,
        FindingKind.LearningRateTooLow => 4,
        _ => 5,
    };
}
