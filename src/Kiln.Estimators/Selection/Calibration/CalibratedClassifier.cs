using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Makes a classifier's scores into probabilities that come true as often as they say (scikit-learn: <c>CalibratedClassifierCV</c>): the classifier is fitted on parts of
/// the samples, and a curve from score to probability on the rest.
/// </summary>
/// <remarks>Several classes are calibrated one against the others each and then scaled to add up to 1. A model that is fitted already: <see cref="Calibrate"/>.</remarks>
public sealed record CalibratedClassifier : Classifier
{
    internal static readonly ParameterSet<CalibratedClassifier> Table =
        new ParameterSet<CalibratedClassifier>("calibrated-classifier", "probabilities that come true as often as they say")
        .Estimator<Predictor>("estimator", e => e.Estimator, (e, v) => e with { Estimator = v }, "the classifier whose scores are calibrated")
        .Choice("method", e => e.Method, (e, v) => e with { Method = v }, "the curve from score to probability",
            ("sigmoid", CalibrationMethod.Sigmoid), ("isotonic", CalibrationMethod.Isotonic))
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "parts of the cross-validation when there is no splitter")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .Flag("ensemble", e => e.Ensemble, (e, v) => e with { Ensemble = v }, "whether every split's model and curve are kept and averaged");

    /// <summary>A calibration without a classifier yet.</summary>
    public CalibratedClassifier()
    {
    }

    /// <summary>A calibration.</summary>
    /// <param name="estimator">The classifier, or a pipeline or search that ends in one.</param>
    public CalibratedClassifier(Predictor estimator) => Estimator = estimator;

    /// <summary>The classifier whose scores are calibrated: a decision function where it has one, probabilities otherwise.</summary>
    public Predictor? Estimator { get; init; }

    /// <summary>The curve; a sigmoid by default.</summary>
    public CalibrationMethod Method { get; init; }

    /// <summary>How many stratified parts, at least 2, when no <see cref="Splitter"/> is given; 5 by default (<c>cv</c>). Every class needs as many samples.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How the samples are split; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>
    /// Whether each split's classifier is kept with its curve, and their probabilities averaged; true by default. Otherwise the curve is fitted to cross-validated scores of
    /// all samples, for one classifier fitted on all of them.
    /// </summary>
    public bool Ensemble { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(Splitter is not null || Folds >= 2, Name, "cv", Folds, "2 or more");
        Estimator?.CheckParameters();
    }

    /// <inheritdoc/>
    public override CalibratedClassificationModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        ArgumentNullException.ThrowIfNull(x);
        if (Estimator is not { IsClassifier: true } estimator)
        {
            throw new ArgumentException($"{Name}: {(Estimator is null ? "it has no estimator" : $"{Estimator.Name} is no classifier")}; give a classifier to calibrate");
        }

        Inputs.Weights(Name, sampleWeights, x.Rows);
        if (x.Rows == 0)
        {
            throw new DatasetException($"{Name}: no samples were given");
        }

        var (classes, codes) = Inputs.Classes(Name, x, y);
        CheckClasses(classes, codes);
        var splits = FoldData.Split(Name, true, Splitter, Folds, x, y, null);
        return new(this, FeatureLayout.Of(x), classes, Ensemble
            ? Pairs(estimator, x, y, codes, sampleWeights, classes, splits, cancellation)
            : [One(estimator, x, y, codes, sampleWeights, classes, splits, cancellation)]);
    }

    /// <summary>Calibrates a model that is fitted already, on samples it has not seen: scikit-learn's <c>cv="prefit"</c>.</summary>
    /// <param name="model">The model of a classifier.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">Their classes.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <exception cref="DatasetException">The samples are not those of the model, or hold a class it does not know.</exception>
    public CalibratedClassificationModel Calibrate(ClassificationModel model, Features x, Target y, double[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        Inputs.Same(Name, x, y);
        Inputs.Weights(Name, sampleWeights, x.Rows);
        var codes = y.CodesAmong(model.Classes);
        if (Array.IndexOf(codes, -1) is >= 0 and var at)
        {
            throw new DatasetException(Name, at, "the label", $"is '{y.TextAt(at)}', which {model.Estimator.Name} was not fitted on");
        }

        var places = Enumerable.Range(0, model.Classes.Count).ToArray();
        var part = CalibratedPart.Fit(Name, model, places, Method, CalibratedPart.Scores(Name, model, x), codes, sampleWeights, model.Classes.Count);
        return new(this with { Estimator = (Predictor)model.Estimator }, FeatureLayout.Of(x), model.Classes, [part]);
    }

    private void CheckClasses(Target classes, int[] codes)
    {
        var counts = new int[classes.Count];
        Array.ForEach(codes, code => counts[code]++);
        var rare = Array.FindIndex(counts, count => count < Folds);
        if (Splitter is null && rare >= 0)
        {
            throw new DatasetException($"{Name}: class '{classes.TextAt(rare)}' has {counts[rare]} {(counts[rare] == 1 ? "sample" : "samples")}, fewer than the {Folds} parts; use fewer parts");
        }
    }

    private CalibratedPart[] Pairs(
        Predictor estimator, Features x, Target y, int[] codes, double[]? weights, Target classes, (RowIndices Train, RowIndices Test)[] splits, CancellationToken cancellation)
    {
        var data = new FoldData(x, y, weights, splits);
        var parts = new CalibratedPart[splits.Length];
        WorkerTeam.Run(parts.Length, new Body(split =>
        {
            var train = data.Train(split);
            var model = (ClassificationModel)estimator.Fit(train.X, train.Y, train.Weights, cancellation);
            var test = data.Test(split);
            parts[split] = CalibratedPart.Fit(
                Name, model, model.Classes.CodesAmong(classes), Method, CalibratedPart.Scores(Name, model, test.X),
                splits[split].Test.Of<int>(codes), test.Weights, classes.Count);
        }), cancellation);
        return parts;
    }

    private CalibratedPart One(
        Predictor estimator, Features x, Target y, int[] codes, double[]? weights, Target classes, (RowIndices Train, RowIndices Test)[] splits, CancellationToken cancellation)
    {
        var model = (ClassificationModel)estimator.Fit(x, y, weights, cancellation);
        var listed = new ListedSplits(splits);
        var scores = model is IDecisionModel
            ? CrossValidation.DecisionFunction(estimator, x, y, splitter: listed, sampleWeights: weights, cancellation: cancellation).ToArray<double>()
            : CalibratedPart.Positive(
                CrossValidation.PredictProbabilities(estimator, x, y, splitter: listed, sampleWeights: weights, cancellation: cancellation).ToArray<double>(), classes.Count);
        return CalibratedPart.Fit(Name, model, [.. Enumerable.Range(0, classes.Count)], Method, scores, codes, weights, classes.Count);
    }

    private readonly struct Body(Action<int> work) : ITileBody
    {
        public void Invoke(int tile) => work(tile);
    }
}
