namespace Kiln.Estimators;

/// <summary>A fitted naive Bayes model of counts: the score of a class is linear in the features.</summary>
public sealed class DiscreteNBModel : ClassificationModel, IProbabilityModel
{
    private readonly double[] _weights;
    private readonly double[] _offsets;
    private readonly double? _binarize;

    internal DiscreteNBModel(
        Estimator estimator, FeatureLayout layout, Target classes, DiscreteCounts counts, double[] logPriors, double[] logProbabilities, double[] weights, double[] offsets, double? binarize)
        : base(estimator, layout, classes) =>
        (Counts, LogPriors, LogProbabilities, _weights, _offsets, _binarize) = (counts, logPriors, logProbabilities, weights, offsets, binarize);

    /// <summary>The logarithm of each class's probability.</summary>
    public ReadOnlyMemory<double> ClassLogPriors => LogPriors;

    /// <summary>The logarithm of each feature's probability in each class (of a complement model its weight): float64, (classes, features).</summary>
    public Tensor FeatureLogProbabilities => Tensor.From(LogProbabilities, [Classes.Count, FeatureCount]);

    /// <summary>The weighted sum of each feature in each class: float64, (classes, features).</summary>
    public Tensor FeatureCounts => Tensor.From(Counts.Features, [Classes.Count, FeatureCount]);

    internal DiscreteCounts Counts { get; }

    private double[] LogPriors { get; }

    private double[] LogProbabilities { get; }

    /// <inheritdoc/>
    public override Target Predict(Features x) => Rule.Labels(Samples(x), Classes);

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x) => Rule.Probabilities(Samples(x), Classes.Count, softmax: true);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("class_count", Counts.Classes);
        writer.Numbers("feature_count", Counts.Features);
        writer.Numbers("class_log_prior", LogPriors);
        writer.Numbers("feature_log_prob", LogProbabilities);
        writer.Numbers("weights", _weights);
        writer.Numbers("offsets", _offsets);
        writer.Number("binarize", _binarize ?? double.NaN);
    }

    internal static DiscreteNBModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var (count, values) = (classes.Count, checked(classes.Count * reader.Layout.Count));
        var binarize = reader.Number("binarize");
        return new(
            reader.Fitted, reader.Layout, classes, new(reader.Numbers("class_count", count), reader.Numbers("feature_count", values)),
            reader.Numbers("class_log_prior", count), reader.Numbers("feature_log_prob", values), reader.Numbers("weights", values), reader.Numbers("offsets", count),
            double.IsNaN(binarize) ? null : binarize)
        { Warnings = reader.Warnings };
    }

    private LinearRule Rule => new(Estimator.Name, _weights, _offsets, _binarize);

    private Features Samples(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));
}
