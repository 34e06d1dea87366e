using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>What a scorer looks at besides the truth.</summary>
public enum ScorerNeeds
{
    /// <summary>Predicted labels or numbers.</summary>
    Predictions,

    /// <summary>A probability for each class (scikit-learn: <c>needs_proba</c>).</summary>
    Probabilities,

    /// <summary>Decision values, or probabilities of a model that has none (scikit-learn: <c>needs_threshold</c>).</summary>
    Scores,
}

/// <summary>The truth about some samples and what a model says about them; only what the scorer needs has to be there.</summary>
/// <param name="Truth">True labels or numbers.</param>
public sealed record ScorerInput(Target Truth)
{
    /// <summary>Predicted labels or numbers; for <see cref="ScorerNeeds.Predictions"/>.</summary>
    public Target? Predicted { get; init; }

    /// <summary>(samples, classes); for <see cref="ScorerNeeds.Probabilities"/>, and for <see cref="ScorerNeeds.Scores"/> without decision values.</summary>
    public Tensor? Probabilities { get; init; }

    /// <summary>(samples,) of two classes or (samples, classes); for <see cref="ScorerNeeds.Scores"/>.</summary>
    public Tensor? Decisions { get; init; }

    /// <summary>The class of each column, ascending; those of the truth when null.</summary>
    public Target? Classes { get; init; }

    /// <summary>One weight per sample; none when empty.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }
}
