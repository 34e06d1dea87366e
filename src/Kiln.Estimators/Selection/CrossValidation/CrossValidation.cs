namespace Kiln.Estimators;

/// <summary>Fits an estimator on parts of the samples and tries it on the rest. Splits run on several threads; results do not depend on their number.</summary>
public static partial class CrossValidation
{
    private const string Owner = "cross-validation";

    /// <summary>Fits and scores on every split: scikit-learn's <c>cross_validate</c>.</summary>
    /// <param name="estimator">What to fit; it stays as it is.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="options">How; the defaults of scikit-learn when null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatasetException">The samples cannot be split that way, or all fits failed.</exception>
    public static CrossValidationResult Run(Predictor estimator, Features x, Target y, CrossValidationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        estimator.CheckParameters();
        options ??= new();
        var splits = FoldData.Split(Owner, estimator.IsClassifier, options.Splitter, options.Folds, x, y, options.Groups);
        var fits = FoldFits.Of(Owner, new FoldData(x, y, Inputs.Weights(Owner, options.SampleWeights, x.Rows), splits), options);
        var outcomes = fits.Run([estimator], cancellation);
        return new(
            ByScorer(fits.Scorers, outcomes, outcome => outcome.TestScores),
            options.ReturnTrainScores ? ByScorer(fits.Scorers, outcomes, outcome => outcome.TrainScores) : new Dictionary<string, double[]>(StringComparer.Ordinal),
            Array.ConvertAll(outcomes, outcome => outcome.FitTime),
            Array.ConvertAll(outcomes, outcome => outcome.ScoreTime),
            options.ReturnModels ? Array.ConvertAll(outcomes, outcome => outcome.Model) : [],
            fits.Warnings([estimator], outcomes));
    }

    /// <summary>The score on every split: scikit-learn's <c>cross_val_score</c>.</summary>
    /// <param name="estimator">What to fit; it stays as it is.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="folds">How many parts, when there is no splitter: stratified for classifiers, in runs for others; 5 by default.</param>
    /// <param name="splitter">How the samples are split; null by default.</param>
    /// <param name="scoring">What the models are rated by; their own score by default.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatasetException">The samples cannot be split that way, or all fits failed.</exception>
    public static double[] Scores(
        Predictor estimator, Features x, Target y, int folds = 5, Splitter? splitter = null, ModelScorer? scoring = null, CancellationToken cancellation = default) =>
        Run(estimator, x, y, new() { Folds = folds, Splitter = splitter, Scoring = scoring is null ? [] : [scoring] }, cancellation).Scores;

    private static Dictionary<string, double[]> ByScorer(IReadOnlyList<ModelScorer> scorers, FoldOutcome[] outcomes, Func<FoldOutcome, double[]> scores)
    {
        var named = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var i = 0; i < scorers.Count; i++)
        {
            named.Add(scorers[i].Name, Array.ConvertAll(outcomes, outcome => scores(outcome)[i]));
        }

        return named;
    }
}
