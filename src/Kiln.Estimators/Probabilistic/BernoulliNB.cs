namespace Kiln.Estimators;

/// <summary>
/// Naive Bayes for features that are there or not (scikit-learn: <c>BernoulliNB</c>): each has a probability in each class, (count + α) / (samples + 2α), and
/// one that is missing counts as well. Dense and sparse samples; also one part of the data after another.
/// </summary>
public sealed record BernoulliNB : Classifier, IPartialFit<DiscreteNBModel>
{
    internal static readonly ParameterSet<BernoulliNB> Table = new ParameterSet<BernoulliNB>("bernoulli-nb", "naive Bayes for features that are there or not")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "what is added to every count")
        .Flag("force_alpha", e => e.ForceAlpha, (e, v) => e with { ForceAlpha = v }, "whether an alpha below 1e-10 is taken as it is")
        .OptionalNumber("binarize", e => e.Binarize, (e, v) => e with { Binarize = v }, "what is above counts as there; none takes the values as they are")
        .Flag("fit_prior", e => e.FitPrior, (e, v) => e with { FitPrior = v }, "whether to learn the classes' probabilities")
        .Numbers("class_prior", e => e.ClassPrior, (e, v) => e with { ClassPrior = v }, "the probability of each class");

    /// <summary>What is added to every count, 0 or more (Lidstone's smoothing; 1, the default, is Laplace's).</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether an <see cref="Alpha"/> below 1e-10 is taken as it is; false by default: 1e-10 is taken then.</summary>
    public bool ForceAlpha { get; init; }

    /// <summary>What is above this counts as there, 0 or more; 0 by default. Null takes the values as they are, zeros and ones or shares between them.</summary>
    public double? Binarize { get; init; } = 0;

    /// <summary>Whether to learn the classes' probabilities from their shares of the samples; true by default. Otherwise all are equal.</summary>
    public bool FitPrior { get; init; } = true;

    /// <summary>The probability of each class in ascending order of the classes; null (default) leaves it to <see cref="FitPrior"/>.</summary>
    public double[]? ClassPrior { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Common.Check();
        Require.That(Binarize is null or >= 0, Name, "binarize", Binarize, "0 or more, or none");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(BernoulliNB? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    private DiscreteNaiveBayes Common => new(Name, Alpha, ForceAlpha, FitPrior, ClassPrior);

    /// <inheritdoc/>
    public override DiscreteNBModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var samples = Inputs.Unchecked(Name, x);
        var (classes, codes) = Inputs.Classes(Name, samples, y, least: 1);
        return Learn(FeatureLayout.Of(x), samples, null, classes, codes, sampleWeights);
    }

    /// <inheritdoc/>
    public DiscreteNBModel PartialFit(DiscreteNBModel? model, Features x, Target y, Target? classes = null, double[]? sampleWeights = null)
    {
        var samples = Inputs.Unchecked(Name, model is null ? x : model.Layout.Align(Name, x));
        var (all, codes) = ClassPriors.Part(Name, samples, y, model?.Classes, classes);
        return Learn(model?.Layout ?? FeatureLayout.Of(x), samples, model, all, codes, sampleWeights);
    }

    private DiscreteNBModel Learn(FeatureLayout layout, Features x, DiscreteNBModel? before, Target classes, int[] codes, double[]? weights)
    {
        CheckParameters();
        var (alpha, warnings) = Common.Smoothing();
        Inputs.Weights(Name, weights, x.Rows, anyAbove: before is null);
        var counts = DiscreteCounts.Of(Name, x, codes, classes.Count, weights, Binarize);
        if (Binarize is null)
        {
            CheckShares(x);
        }

        counts = before is null ? counts : before.Counts.Plus(counts);
        var priors = Common.LogPriors(counts.Classes);
        var n = layout.Count;
        var (logarithms, scores, offsets) = (new double[counts.Features.Length], new double[counts.Features.Length], new double[classes.Count]);
        for (var c = 0; c < classes.Count; c++)
        {
            var total = Math.Log(counts.Classes[c] + (2 * alpha));
            offsets[c] = priors[c];
            for (var i = c * n; i < (c + 1) * n; i++)
            {
                logarithms[i] = Math.Log(counts.Features[i] + alpha) - total;
                var absent = Math.Log(1 - Math.Exp(logarithms[i]));
                scores[i] = logarithms[i] - absent;
                offsets[c] += absent;
            }
        }

        return new(this, layout, classes, counts, priors, logarithms, scores, offsets, Binarize) { Warnings = warnings };
    }

    /// <summary>Without a threshold values are counted as they are: beyond 1 a probability would be, and below 0 too.</summary>
    private void CheckShares(Features x)
    {
        var values = Inputs.Stored(x);
        var at = 0;
        while (at < values.Length && values[at] is >= 0 and <= 1)
        {
            at++;
        }

        if (at < values.Length)
        {
            throw Inputs.AtFault(Name, x, at, "features must lie in 0..1 when binarize is none; give binarize a threshold");
        }

        GC.KeepAlive(x);
    }
}
