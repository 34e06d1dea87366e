using Kiln.Evaluation;

namespace Kiln.Estimators;

/// <summary>
/// Rates a fitted model on samples; the greater the better. A name of <see cref="Scorers"/> such as "neg_log_loss" converts by itself, and so does a
/// <see cref="Kiln.Evaluation.Scorer"/>.
/// </summary>
public sealed class ModelScorer
{
    private const string OwnPrefix = "own:";

    private readonly Func<PredictorModel, Features, Target, double[]?, double> _score;

    private ModelScorer(string name, Func<PredictorModel, Features, Target, double[]?, double> score) => (Name, _score) = (name, score);

    /// <summary>The name, as in scikit-learn; "score" for the model's own.</summary>
    public string Name { get; }

    /// <summary>The model's own score: accuracy of classes, R² of numbers.</summary>
    public static ModelScorer Default { get; } = new("score", (model, x, y, weights) => model.Score(x, y, weights));

    /// <summary>A scorer of one's own.</summary>
    /// <param name="name">What it is called in results; "own:" is put before it.</param>
    /// <param name="score">Model, samples, truth and weights (or null) to a number; more is better.</param>
    public static ModelScorer Of(string name, Func<PredictorModel, Features, Target, double[]?, double> score)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(score);
        return new(OwnPrefix + name, score);
    }

    /// <summary>A scorer of what a model says, whatever the samples.</summary>
    /// <param name="scorer">The scorer.</param>
    public static ModelScorer Of(Scorer scorer)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        return new(scorer.Name, (model, x, y, weights) => scorer.Score(Input(scorer.Needs, model, x, y, weights)));
    }

    /// <summary>A scorer by its name in scikit-learn: "accuracy", "f1_macro", "neg_mean_squared_error", ….</summary>
    /// <param name="name">The name; "score" for the model's own.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the near ones.</exception>
    public static ModelScorer Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == Default.Name ? Default
            : name.StartsWith(OwnPrefix, StringComparison.Ordinal) ? new(name, (_, _, _, _) => throw new NotSupportedException(
                $"scoring: '{name}' was a function of the program that saved this; set the scoring anew before fitting"))
            : Of(Scorers.Get(name.Replace('-', '_')));
    }

    /// <summary>The scorer of a name.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    public static implicit operator ModelScorer(string name) => Find(name);

    /// <summary>A scorer of what a model says.</summary>
    /// <param name="scorer">The scorer.</param>
    public static implicit operator ModelScorer(Scorer scorer) => Of(scorer);

    /// <summary>The score of a model; more is better.</summary>
    /// <param name="model">The model.</param>
    /// <param name="x">Samples with the features of the fit.</param>
    /// <param name="y">The truth.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    public double Score(PredictorModel model, Features x, Target y, double[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return _score(model, x, y, sampleWeights);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether another scorer rates alike: named ones by their name, functions when they are the same object.</summary>
    internal static bool AreSame(ModelScorer? one, ModelScorer? other) => one is null ? other is null : other is not null && one.IsSame(other);

    internal bool IsSame(ModelScorer other) => ReferenceEquals(this, other) || (Name == other.Name && !Name.StartsWith(OwnPrefix, StringComparison.Ordinal));

    private static ScorerInput Input(ScorerNeeds needs, PredictorModel model, Features x, Target y, double[]? weights)
    {
        var decisions = needs == ScorerNeeds.Scores && model is IDecisionModel decider ? decider.DecisionFunction(x) : null;
        return new(y)
        {
            Predicted = needs == ScorerNeeds.Predictions ? model.Predict(x) : null,
            Decisions = decisions,
            Probabilities = needs != ScorerNeeds.Predictions && decisions is null && model is IProbabilityModel probabilities ? probabilities.PredictProbabilities(x) : null,
            Classes = (model as ClassificationModel)?.Classes,
            Weights = weights,
        };
    }
}
