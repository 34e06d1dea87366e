using Kiln.Evaluation;

namespace Kiln.Estimators;

/// <summary>A fitted model that predicts classes.</summary>
public abstract class ClassificationModel : PredictorModel
{
    private const int ShownClasses = 5;

    /// <summary>Makes a model.</summary>
    /// <param name="estimator">What it was fitted by.</param>
    /// <param name="layout">The features it was fitted on.</param>
    /// <param name="classes">The classes, ascending.</param>
    protected ClassificationModel(Estimator estimator, FeatureLayout layout, Target classes)
        : base(estimator, layout)
    {
        ArgumentNullException.ThrowIfNull(classes);
        Classes = classes;
    }

    /// <summary>The classes in ascending order, of the kind (integers, text, numbers) that the target had.</summary>
    public Target Classes { get; }

    /// <inheritdoc/>
    public override string ScoreName => "accuracy";

    private protected override string Details =>
        $", {Classes.Count} classes ({string.Join(", ", Enumerable.Range(0, Math.Min(Classes.Count, ShownClasses)).Select(Classes.TextAt))}{(Classes.Count > ShownClasses ? ", …" : string.Empty)})";

    /// <summary>The fraction of samples whose class is predicted right.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Inputs.Same(Estimator.Name, x, y);
        Inputs.Weights(Estimator.Name, sampleWeights, y.Count);
        return Metrics.Accuracy(y, Predict(x), sampleWeights);
    }
}
