using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// A score by name, for cross-validation and searches: the greater the better, so that errors and losses come negated, as their names in
/// scikit-learn say (<c>neg_mean_squared_error</c>).
/// </summary>
public sealed class Scorer
{
    private readonly Func<ScorerInput, double> _score;

    /// <summary>A score of one's own (scikit-learn: <c>make_scorer</c>).</summary>
    /// <param name="name">How it is called in results.</param>
    /// <param name="needs">What it looks at.</param>
    /// <param name="score">The score, the greater the better.</param>
    public Scorer(string name, ScorerNeeds needs, Func<ScorerInput, double> score)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(score);
        (Name, Needs, _score) = (name, needs, score);
    }

    /// <summary>How it is called.</summary>
    public string Name { get; }

    /// <summary>What it looks at besides the truth.</summary>
    public ScorerNeeds Needs { get; }

    /// <summary>The score; the greater the better.</summary>
    /// <param name="input">The truth and what the model says.</param>
    /// <exception cref="ArgumentException">What the scorer needs is not there, or the score is not defined for the data.</exception>
    public double Score(ScorerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _score(input);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal Target Predicted(ScorerInput input) => input.Predicted ?? throw Missing("predictions");

    internal Tensor Probabilities(ScorerInput input) => input.Probabilities
        ?? throw Missing("probabilities; choose a model that gives them, or a score of predictions such as 'accuracy'");

    internal Tensor Scores(ScorerInput input) => input.Decisions ?? input.Probabilities
        ?? throw Missing("decision values or probabilities; choose a model that gives them, or a score of predictions such as 'accuracy'");

    private ArgumentException Missing(string what) => new($"scoring: '{Name}' needs {what}.");
}
