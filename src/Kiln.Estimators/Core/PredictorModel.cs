namespace Kiln.Estimators;

/// <summary>A fitted model that predicts a target.</summary>
public abstract class PredictorModel : Model
{
    /// <inheritdoc cref="Model(Estimator, FeatureLayout)"/>
    protected PredictorModel(Estimator estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
    }

    /// <summary>Predicts, one value (or row of outputs) for each sample.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <exception cref="DatasetException">The columns are not those of the fit, or a value is NaN.</exception>
    public abstract Target Predict(Features x);

    /// <summary>
    /// What <see cref="Score"/> measures, by scikit-learn's name: "accuracy" of most classifiers, "r2" of most regressors, "d2" of generalized linear models (the share of
    /// the deviance that is explained), or the name of the scorer that decided.
    /// </summary>
    public virtual string ScoreName => ModelScorer.Default.Name;

    /// <summary>How good the predictions are, by the measure that <see cref="ScoreName"/> names: the accuracy of a classifier, R² of a regressor. The best is 1.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="y">The truth.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    public abstract double Score(Features x, Target y, double[]? sampleWeights = null);
}
