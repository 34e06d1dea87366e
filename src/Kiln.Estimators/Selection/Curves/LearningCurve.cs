namespace Kiln.Estimators;

/// <summary>
/// Scores by the number of training samples: where both curves meet more samples do not help; a gap between them says that they would (scikit-learn: <c>learning_curve</c>).
/// </summary>
/// <param name="Sizes">The numbers of training samples, ascending.</param>
/// <param name="TrainScores">The scores on the training samples, by size and split.</param>
/// <param name="TestScores">The scores on the test parts, by size and split.</param>
/// <param name="FitTimes">How long the fits took, by size and split.</param>
/// <param name="Warnings">What the user ought to know, such as that fits failed.</param>
public sealed record LearningCurve(int[] Sizes, double[][] TrainScores, double[][] TestScores, TimeSpan[][] FitTimes, IReadOnlyList<string> Warnings)
{
    private const string Owner = "learning curve";

    /// <summary>The mean scores on the training samples and on the test parts, size by size.</summary>
    public override string ToString() => $"{Owner}: samples, train, test" + CurveText.Of([.. Sizes.Select(size => ParameterText.Of((long)size))], TrainScores, TestScores);

    /// <summary>Fits on growing parts of each split's training samples.</summary>
    /// <param name="estimator">What to fit; it stays as it is.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="sizes">
    /// Up to 1 fractions of the first split's training samples (all of them whole numbers above 1: numbers of samples); 0.1, 0.325, 0.55, 0.775 and 1 when null.
    /// </param>
    /// <param name="options">Splits, scorer, groups, weights and progress; training scores are always returned.</param>
    /// <param name="shuffle">Whether training samples are taken in random order; false by default, when the first of each split are taken.</param>
    /// <param name="seed">What that order depends on; 0 by default.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">A size is not between 0 and 1, and not a number of samples there are.</exception>
    /// <exception cref="DatasetException">The samples cannot be split that way, or all fits failed.</exception>
    public static LearningCurve Of(
        Predictor estimator, Features x, Target y, IReadOnlyList<double>? sizes = null, CrossValidationOptions? options = null, bool shuffle = false, uint seed = 0,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        estimator.CheckParameters();
        options ??= new();
        var splits = FoldData.Split(Owner, estimator.IsClassifier, options.Splitter, options.Folds, x, y, options.Groups);
        var numbers = Numbers(sizes ?? [0.1, 0.325, 0.55, 0.775, 1.0], splits[0].Train.Count);
        var random = shuffle ? new RandomState(seed) : null;
        var parts = new List<(RowIndices, RowIndices)>();
        foreach (var (train, test) in splits)
        {
            RowIndices order = random is null ? train : random.Permutation(train.ToArray());
            parts.AddRange(numbers.Select(number => (order[..Math.Min(number, order.Count)], test)));
        }

        var data = new FoldData(x, y, Inputs.Weights(Owner, options.SampleWeights, x.Rows), [.. parts]);
        var fits = FoldFits.Of(Owner, data, options with { ReturnTrainScores = true });
        var outcomes = fits.Run([estimator], cancellation);
        T[][] BySize<T>(Func<FoldOutcome, T> value) =>
            [.. numbers.Select((_, size) => splits.Select((_, split) => value(outcomes[(split * numbers.Length) + size])).ToArray())];
        return new(numbers, BySize(o => o.TrainScores[0]), BySize(o => o.TestScores[0]), BySize(o => o.FitTime), fits.Warnings([estimator], outcomes));
    }

    private static int[] Numbers(IReadOnlyList<double> sizes, int most)
    {
        var fractions = sizes.Count > 0 && sizes.All(size => size is > 0 and <= 1);
        if (!fractions && (sizes.Count == 0 || sizes.Any(size => size < 1 || size > most || size != Math.Floor(size))))
        {
            throw new ArgumentException($"{Owner}: sizes of {ParameterText.Of(sizes)}; expected fractions above 0 and up to 1, or whole numbers up to the {most} training samples");
        }

        return [.. sizes.Select(size => fractions ? Math.Clamp((int)(size * most), 1, most) : (int)size).Distinct().Order()];
    }
}
