namespace Kiln.Estimators;

/// <summary>
/// Scores by the value of one hyper-parameter: too little and too much freedom show as low test scores, the latter beside high training scores (scikit-learn:
/// <c>validation_curve</c>).
/// </summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Values">Its values.</param>
/// <param name="TrainScores">The scores on the training samples, by value and split.</param>
/// <param name="TestScores">The scores on the test parts, by value and split.</param>
/// <param name="Warnings">What the user ought to know, such as that fits failed.</param>
public sealed record ValidationCurve(
    string Parameter, IReadOnlyList<object?> Values, double[][] TrainScores, double[][] TestScores, IReadOnlyList<string> Warnings)
{
    private const string Owner = "validation curve";

    /// <summary>The mean scores on the training samples and on the test parts, value by value.</summary>
    public override string ToString() => $"{Owner} of {Parameter}: train, test" + CurveText.Of([.. Values.Select(ParameterText.Of)], TrainScores, TestScores);

    /// <summary>Fits with each value on each split.</summary>
    /// <param name="estimator">What to fit; it stays as it is.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="parameter">The parameter's name, as in scikit-learn; "step__parameter" for one of a pipeline's step.</param>
    /// <param name="values">The values to try.</param>
    /// <param name="options">Splits, scorer, groups, weights and progress; training scores are always returned.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or a value does not fit it.</exception>
    /// <exception cref="DatasetException">The samples cannot be split that way, or all fits failed.</exception>
    public static ValidationCurve Of(
        Predictor estimator, Features x, Target y, string parameter, ParameterChoices values, CrossValidationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(values);
        options ??= new();
        var list = values.ToArray();
        if (list.Length == 0)
        {
            throw new ArgumentException($"{Owner}: there are no values of {parameter} to try", nameof(values));
        }

        var candidates = CandidateCheck.Apply(
            Owner, estimator, Array.ConvertAll(list, value => new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter] = value }), options.ErrorScore is not null, cancellation);
        var splits = FoldData.Split(Owner, estimator.IsClassifier, options.Splitter, options.Folds, x, y, options.Groups);
        var fits = FoldFits.Of(Owner, new FoldData(x, y, Inputs.Weights(Owner, options.SampleWeights, x.Rows), splits), options with { ReturnTrainScores = true });
        var outcomes = fits.Run(candidates, cancellation);
        double[][] ByValue(Func<FoldOutcome, double> score) =>
            [.. list.Select((_, value) => splits.Select((_, split) => score(outcomes[(value * splits.Length) + split])).ToArray())];
        return new(parameter, list, ByValue(o => o.TrainScores[0]), ByValue(o => o.TestScores[0]), fits.Warnings(candidates, outcomes));
    }
}
