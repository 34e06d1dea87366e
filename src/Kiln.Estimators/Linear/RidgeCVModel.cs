namespace Kiln.Estimators;

/// <summary>A ridge whose penalty was chosen by cross-validation.</summary>
public sealed class RidgeCVModel : LinearRegressionModel
{
    private readonly double[] _alphas;
    private readonly double[] _scores;

    internal RidgeCVModel(
        Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept, double[] alphas, double[] scores)
        : base(estimator, layout, coefficients, intercept) => (_alphas, _scores) = (alphas, scores);

    /// <summary>The penalty that did best; of several outputs with their own the first's.</summary>
    public double Alpha => _alphas[0];

    /// <summary>The penalty of each output where each has its own, otherwise one.</summary>
    public ReadOnlyMemory<double> Alphas => _alphas;

    /// <summary>The best score, one for each of <see cref="Alphas"/>: less the mean squared error of leaving one out, or with folds the mean R²; what the scorer says where one is given.</summary>
    public ReadOnlyMemory<double> BestScores => _scores;

    /// <summary>
    /// The squared errors of leaving one out: float64, (samples, outputs, alphas); null unless they were asked for. Where <see cref="RidgeCV.Scoring"/> is given they are
    /// the predictions of the samples left out instead, those that the scorer saw. They are not saved.
    /// </summary>
    public Tensor? Errors { get; internal init; }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Numbers("alpha", _alphas);
        writer.Numbers("best_score", _scores);
    }

    internal static new RidgeCVModel Read(ModelReader reader)
    {
        var (coefficients, intercept) = ReadWeights(reader);
        var alphas = reader.Numbers("alpha");
        return alphas.Length > 0
            ? new(reader.Fitted, reader.Layout, coefficients, intercept, alphas, reader.Numbers("best_score", alphas.Length)) { Warnings = reader.Warnings }
            : throw reader.Damaged("'alpha' is empty");
    }
}
