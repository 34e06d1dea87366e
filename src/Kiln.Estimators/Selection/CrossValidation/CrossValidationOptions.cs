namespace Kiln.Estimators;

/// <summary>How a cross-validation is made. The defaults are those of scikit-learn's <c>cross_validate</c>.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>How many parts, at least 2, when no <see cref="Splitter"/> is given: stratified for classifiers, in runs for others; 5 by default.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How the samples are split; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>What the models are rated by; the model's own score when empty, as by default. Names convert: <c>["accuracy", "neg_log_loss"]</c>.</summary>
    public IReadOnlyList<ModelScorer> Scoring { get; init; } = [];

    /// <summary>The group of each sample, for splitters that keep groups together; null by default.</summary>
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>How much each sample counts in the fits; null for 1 each, as by default. Scores count all alike, as in scikit-learn.</summary>
    public double[]? SampleWeights { get; init; }

    /// <summary>Whether the samples of the fit are scored too; false by default.</summary>
    public bool ReturnTrainScores { get; init; }

    /// <summary>Whether the models are kept; false by default.</summary>
    public bool ReturnModels { get; init; }

    /// <summary>The score of a fit that fails; NaN by default. Null lets the failure through.</summary>
    public double? ErrorScore { get; init; } = double.NaN;

    /// <summary>Told of each fit when it is done; none by default.</summary>
    public IProgress<FitProgress>? Progress { get; init; }
}

/// <summary>One more fit of many is done.</summary>
/// <param name="Done">How many are done.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Candidate">What was fitted.</param>
/// <param name="Split">On which split, from 0.</param>
/// <param name="Score">Its score on the test part, by the first scorer.</param>
/// <param name="Elapsed">Since the first fit began.</param>
public readonly record struct FitProgress(int Done, int Total, Estimator Candidate, int Split, double Score, TimeSpan Elapsed)
{
    /// <summary>About how long the rest takes.</summary>
    public TimeSpan Remaining => Done == 0 ? TimeSpan.MaxValue : Elapsed * ((double)(Total - Done) / Done);
}
