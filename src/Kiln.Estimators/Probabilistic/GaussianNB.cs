namespace Kiln.Estimators;

/// <summary>
/// Naive Bayes for numbers: in each class every feature is normal and independent of the others (scikit-learn: <c>GaussianNB</c>). Learns from one part of the
/// data after another, too.
/// </summary>
/// <remarks>Sparse samples are made dense: a variance knows no zeros to leave out.</remarks>
public sealed record GaussianNB : Classifier, IPartialFit<GaussianNBModel>
{
    internal static readonly ParameterSet<GaussianNB> Table = new ParameterSet<GaussianNB>("gaussian-nb", "naive Bayes with normal features")
        .Numbers("priors", e => e.Priors, (e, v) => e with { Priors = v }, "the probability of each class; from the samples by default")
        .Number("var_smoothing", e => e.VarianceSmoothing, (e, v) => e with { VarianceSmoothing = v }, "share of the largest variance that is added to all");

    /// <summary>The probability of each class in ascending order of the classes; null (default) takes their shares of the samples.</summary>
    public double[]? Priors { get; init; }

    /// <summary>The share of the largest variance of any feature that is added to all variances, so that none is 0; 1e-9 by default.</summary>
    public double VarianceSmoothing { get; init; } = 1e-9;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => Require.NotNegative(Name, "var_smoothing", VarianceSmoothing);

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(GaussianNB? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override GaussianNBModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var samples = Inputs.Dense(Name, x);
        var (classes, codes) = Inputs.Classes(Name, samples, y, least: 1);
        return Learn(x, samples, null, classes, codes, sampleWeights, isPart: false);
    }

    /// <inheritdoc/>
    public GaussianNBModel PartialFit(GaussianNBModel? model, Features x, Target y, Target? classes = null, double[]? sampleWeights = null)
    {
        var samples = Inputs.Dense(Name, model is null ? x : model.Layout.Align(Name, x));
        var (all, codes) = ClassPriors.Part(Name, samples, y, model?.Classes, classes);
        return Learn(x, samples, model, all, codes, sampleWeights, isPart: true);
    }

    private GaussianNBModel Learn(Features given, Features x, GaussianNBModel? before, Target classes, int[] codes, double[]? weights, bool isPart)
    {
        CheckParameters();
        Inputs.Weights(Name, weights, x.Rows, anyAbove: before is null);
        var moments = ClassMoments.Of(x, codes, classes.Count, weights);

        // The variance that smoothing goes by is that of the samples as they are, whatever they weigh.
        var largest = (weights is null ? moments : ClassMoments.Of(x, new int[x.Rows], 1, null)).LargestVariance();
        var smoothing = VarianceSmoothing * largest;
        if (before is not null)
        {
            // As in scikit-learn, what smooths this part is taken from the variances that another amount had smoothed.
            moments = ClassMoments.Join(before.Moments.Shifted(before.Smoothing - smoothing), moments);
        }

        // Parts may be too large together where each is not.
        if (!double.IsFinite(largest) || Array.Exists(moments.Variances, variance => !double.IsFinite(variance)))
        {
            throw Overflow.Of(Name, x, "the squares of the features");
        }

        string[] warnings = [];
        if (smoothing == 0 && Array.Exists(moments.Variances, v => v == 0))
        {
            // A part that does not vary may be followed by others that do; until then nothing can be said of the class.
            warnings = isPart
                ? [$"{Name}: some features do not vary yet and nothing smooths their variances; do not predict before more parts were learned"]
                : throw new DatasetException($"{Name}: no feature varies and nothing smooths the variances; a normal feature needs a variance above 0: give more samples, or another estimator");
        }

        var priors = ClassPriors.Of(Name, "priors", Priors, moments.Weights, sumToOne: true);
        return new(this, before?.Layout ?? FeatureLayout.Of(given), classes, moments, smoothing, priors) { Warnings = warnings };
    }
}
