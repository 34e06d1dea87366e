namespace Kiln.Estimators;

/// <summary>A logistic regression whose penalty was chosen by cross-validation.</summary>
public sealed class LogisticRegressionCVModel : LogisticRegressionModel
{
    private readonly double[] _chosen;
    private readonly double[]? _ratios;
    private readonly double[] _strengths;
    private readonly double[] _scores;
    private readonly double[] _paths;
    private readonly int _folds;

    internal LogisticRegressionCVModel(
        Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept, bool softmax, int[] iterations,
        double[] chosen, double[]? ratios, double[] strengths, double[] scores, double[] paths, int folds)
        : base(estimator, layout, classes, coefficients, intercept, softmax, iterations) =>
        (_chosen, _ratios, _strengths, _scores, _paths, _folds) = (chosen, ratios, strengths, scores, paths, folds);

    /// <summary>The inverse strength that did best (<c>C_</c>): one for each row of the coefficients; the means over the folds without a last fit.</summary>
    public ReadOnlyMemory<double> C => _chosen;

    /// <summary>The share of L1 that did best (<c>l1_ratio_</c>), one for each row of the coefficients; null unless it was chosen.</summary>
    public ReadOnlyMemory<double>? L1Ratio => _ratios is null ? (ReadOnlyMemory<double>?)null : new ReadOnlyMemory<double>(_ratios);

    /// <summary>The inverse strengths that were tried (<c>Cs_</c>).</summary>
    public ReadOnlyMemory<double> Cs => _strengths;

    /// <summary>
    /// The scores on the folds (<c>scores_</c>): float64, (problems, folds, shares of L1, strengths). There is one problem for softmax and for two classes, otherwise
    /// one for each class against the rest.
    /// </summary>
    public Tensor Scores => Tensor.From(_scores, [_scores.Length / (_folds * Candidates), _folds, Candidates / _strengths.Length, _strengths.Length]);

    /// <summary>
    /// The coefficients of every fit on a fold (<c>coefs_paths_</c>): float64, (rows of the coefficients, folds, shares of L1, strengths, features), one more than features with
    /// an intercept, which is the last.
    /// </summary>
    public Tensor CoefficientPaths
    {
        get
        {
            var outputs = LinearRule.OutputsOf(Classes.Count);
            return Tensor.From(_paths, [outputs, _folds, Candidates / _strengths.Length, _strengths.Length, _paths.Length / (outputs * _folds * Candidates)]);
        }
    }

    private int Candidates => _strengths.Length * ((Estimator as LogisticRegressionCV)?.Penalty == Penalty.ElasticNet ? ((LogisticRegressionCV)Estimator).L1Ratios!.Length : 1);

    /// <inheritdoc/>
    public override string ScoreName => Scorer?.Name ?? base.ScoreName;

    // Null for the accuracy.
    private ModelScorer? Scorer => (Estimator as LogisticRegressionCV)?.Scoring is { } scorer && scorer.Name != ModelScorer.Default.Name ? scorer : null;

    /// <summary>The score of the scorer that decided, as scikit-learn has it; the accuracy by default.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null) =>
        Scorer is { } scorer ? scorer.Score(this, x, y, sampleWeights) : base.Score(x, y, sampleWeights);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Numbers("C", _chosen);
        writer.Numbers("Cs", _strengths);
        writer.Numbers("scores", _scores);
        writer.Numbers("coefficient_paths", _paths);
        writer.Integer("folds", _folds);
        if (_ratios is not null)
        {
            writer.Numbers("l1_ratio", _ratios);
        }
    }

    internal static new LogisticRegressionCVModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var outputs = LinearRule.OutputsOf(classes.Count);
        var model = new LogisticRegressionCVModel(
            reader.EstimatorAs<LogisticRegressionCV>(), reader.Layout, classes, reader.Numbers("coefficients", checked(reader.Layout.Count * outputs)), reader.Numbers("intercept", outputs),
            reader.Flag("softmax"), reader.Integers("iterations"), reader.Numbers("C", outputs), reader.Has("l1_ratio") ? reader.Numbers("l1_ratio", outputs) : null,
            reader.Numbers("Cs"), reader.Numbers("scores"), reader.Numbers("coefficient_paths"), reader.Count("folds"))
        {
            Warnings = reader.Warnings,
        };
        var size = (long)model._folds * model.Candidates;
        if (size <= 0 || model._scores.Length == 0 || model._scores.Length % size != 0)
        {
            throw reader.Damaged($"'scores' has {model._scores.Length} values for {model._folds} folds");
        }

        var width = reader.Layout.Count + (model.Estimator is LogisticRegressionCV { FitIntercept: false } ? 0 : 1);
        return model._paths.Length == size * outputs * width ? model : throw reader.Damaged($"'coefficient_paths' has {model._paths.Length} values; {size * outputs * width} are expected");
    }
}
