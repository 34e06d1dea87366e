namespace Kiln.Estimators;

/// <summary>A classifier by ridge whose penalty was chosen by cross-validation.</summary>
public sealed class RidgeClassifierCVModel : RidgeClassifierModel
{
    internal RidgeClassifierCVModel(
        Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept, double alpha, double bestScore)
        : base(estimator, layout, classes, coefficients, intercept) => (Alpha, BestScore) = (alpha, bestScore);

    /// <summary>The penalty that did best.</summary>
    public double Alpha { get; }

    /// <summary>Its score: less the mean squared error of leaving one out, or with folds the mean accuracy.</summary>
    public double BestScore { get; }

    /// <summary>The squared errors of leaving one out: float64, (samples, 1 or classes, alphas); null unless they were asked for. They are not saved.</summary>
    public Tensor? Errors { get; internal init; }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Number("alpha", Alpha);
        writer.Number("best_score", BestScore);
    }

    internal static new RidgeClassifierCVModel Read(ModelReader reader)
    {
        var (classes, coefficients, intercept) = ReadWeights(reader);
        return new(reader.Fitted, reader.Layout, classes, coefficients, intercept, reader.Number("alpha"), reader.Number("best_score"))
        {
            Iterations = reader.Count("n_iter"),
            Warnings = reader.Warnings,
        };
    }
}
