namespace Kiln.Estimators;

/// <summary>Rates a fitted model on samples; more is better (scikit-learn's scorers). A name such as "neg_log_loss" converts by itself.</summary>
public sealed class Scorer
{
    private const string OwnPrefix = "own:";

    private readonly Func<PredictorModel, Features, Target, double[]?, double> _score;

    private Scorer(string name, Func<PredictorModel, Features, Target, double[]?, double> score) => (Name, _score) = (name, score);

    /// <summary>The name, as in scikit-learn; "score" for the model's own.</summary>
    public string Name { get; }

    /// <summary>The model's own score: accuracy of classes, R² of numbers.</summary>
    public static Scorer Default { get; } = new("score", (model, x, y, weights) => model.Score(x, y, weights));

    /// <summary>A scorer of one's own.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="score">Model, samples, truth and weights (or null) to a number; more is better.</param>
    public static Scorer Of(string name, Func<PredictorModel, Features, Target, double[]?, double> score)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(score);
        return new(OwnPrefix + name, score);
    }

    /// <summary>A scorer by its name in scikit-learn: "accuracy", "f1_macro", "neg_mean_squared_error", ….</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the near ones.</exception>
    public static Scorer Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Replace('-', '_');
        return plain == Default.Name ? Default
            : Scorers.All.TryGetValue(plain, out var score) ? new(plain, score)
            : name.StartsWith(OwnPrefix, StringComparison.Ordinal) ? new(name, (_, _, _, _) => throw new NotSupportedException(
                $"scoring: '{name}' was a function of the program that saved this; set the scoring anew before fitting"))
            : throw new ArgumentException($"scoring: there is no '{name}'; {NearNames.Hint(name, [.. Scorers.All.Keys], "the names are")}", nameof(name));
    }

    /// <summary>The scorer of a name.</summary>
    /// <param name="name">The name in scikit-learn.</param>
    public static implicit operator Scorer(string name) => Find(name);

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
}
