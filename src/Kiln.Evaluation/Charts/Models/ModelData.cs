namespace Kiln.Evaluation;

/// <summary>A number for each feature: coefficients, importances.</summary>
/// <param name="Names">The features.</param>
/// <param name="Values">One each.</param>
public sealed record FeatureWeights(IReadOnlyList<string> Names, IReadOnlyList<double> Values)
{
    /// <summary>The standard deviation of each value, over repeats; null when there is none.</summary>
    public IReadOnlyList<double>? Deviations { get; init; }
}

/// <summary>Coefficients as the strength of a penalty changes.</summary>
/// <param name="Strengths">The penalties, such as α of a lasso or C of a logistic regression; above 0.</param>
/// <param name="Names">The features.</param>
/// <param name="Coefficients">By (strength, feature).</param>
public sealed record CoefficientPaths(IReadOnlyList<double> Strengths, IReadOnlyList<string> Names, double[,] Coefficients)
{
    /// <summary>What the strengths are called. Default: <c>alpha</c>.</summary>
    public string Axis { get; init; } = "alpha";

    /// <summary>The strength that was chosen; NaN when none was.</summary>
    public double Chosen { get; init; } = double.NaN;
}

/// <summary>Scores of training and validation samples over something that changes: the number of samples, a hyper-parameter.</summary>
/// <param name="Positions">What changes, ascending.</param>
/// <param name="Training">Mean score of the training samples at each position.</param>
/// <param name="Validation">Mean score of the validation samples.</param>
public sealed record ScoreCurve(IReadOnlyList<double> Positions, IReadOnlyList<double> Training, IReadOnlyList<double> Validation)
{
    /// <summary>Standard deviation over the folds of the training scores; no band when null.</summary>
    public IReadOnlyList<double>? TrainingDeviations { get; init; }

    /// <summary>Standard deviation over the folds of the validation scores; no band when null.</summary>
    public IReadOnlyList<double>? ValidationDeviations { get; init; }

    /// <summary>What changes. Default: <c>training samples</c>.</summary>
    public string Axis { get; init; } = "training samples";

    /// <summary>The name of the score. Default: <c>score</c>.</summary>
    public string Score { get; init; } = "score";

    /// <summary>Whether the positions are spread over powers of ten. Default: false.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>The means and standard deviations (of the population, as NumPy's) over folds.</summary>
    /// <param name="positions">What changes, ascending.</param>
    /// <param name="training">Scores of training samples by (position, fold).</param>
    /// <param name="validation">Scores of validation samples by (position, fold).</param>
    /// <exception cref="ArgumentException">The numbers of positions differ.</exception>
    public static ScoreCurve Of(IReadOnlyList<double> positions, double[,] training, double[,] validation)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var (trainingMeans, trainingDeviations) = Moments(positions, training);
        var (validationMeans, validationDeviations) = Moments(positions, validation);
        return new ScoreCurve(positions, trainingMeans, validationMeans)
        {
            TrainingDeviations = trainingDeviations,
            ValidationDeviations = validationDeviations,
        };
    }

    /// <summary>The means and standard deviations over folds, of what curves of estimators return.</summary>
    /// <param name="positions">What changes, ascending.</param>
    /// <param name="training">Scores of training samples: at each position one for each fold.</param>
    /// <param name="validation">Scores of validation samples.</param>
    /// <exception cref="ArgumentException">The numbers of positions differ, or the folds of two positions.</exception>
    public static ScoreCurve Of(IReadOnlyList<double> positions, double[][] training, double[][] validation) => Of(positions, Table(training), Table(validation));

    private static double[,] Table(double[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var folds = rows.Length == 0 ? 0 : rows[0].Length;
        var table = new double[rows.Length, folds];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != folds)
            {
                throw new ArgumentException($"score curve: position {i} has {rows[i].Length} scores, position 0 has {folds}; expected one for each fold.");
            }

            for (var fold = 0; fold < folds; fold++)
            {
                table[i, fold] = rows[i][fold];
            }
        }

        return table;
    }

    private static (double[] Means, double[] Deviations) Moments(IReadOnlyList<double> positions, double[,] scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.GetLength(0) != positions.Count)
        {
            throw new ArgumentException($"score curve: scores at {scores.GetLength(0)} positions were given for {positions.Count}; expected (positions, folds).");
        }

        var (means, deviations) = (new double[positions.Count], new double[positions.Count]);
        for (var i = 0; i < means.Length; i++)
        {
            var folds = Enumerable.Range(0, scores.GetLength(1)).Select(fold => scores[i, fold]).ToArray();
            means[i] = folds.DefaultIfEmpty(double.NaN).Average();
            deviations[i] = Math.Sqrt(folds.Select(score => (score - means[i]) * (score - means[i])).DefaultIfEmpty(double.NaN).Average());
        }

        return (means, deviations);
    }
}
