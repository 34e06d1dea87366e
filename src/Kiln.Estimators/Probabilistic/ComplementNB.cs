using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Naive Bayes for counts by what is not in a class (scikit-learn: <c>ComplementNB</c>; J. Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text
/// Classifiers", ICML 2003): the weight of a feature is less the logarithm of its share among the samples of all other classes. Steadier than
/// <see cref="MultinomialNB"/> where classes differ in size. Dense and sparse samples; also one part of the data after another.
/// </summary>
public sealed record ComplementNB : Classifier, IPartialFit<DiscreteNBModel>
{
    internal static readonly ParameterSet<ComplementNB> Table = new ParameterSet<ComplementNB>("complement-nb", "naive Bayes for counts in classes of different sizes")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "what is added to every count")
        .Flag("force_alpha", e => e.ForceAlpha, (e, v) => e with { ForceAlpha = v }, "whether an alpha below 1e-10 is taken as it is")
        .Flag("norm", e => e.Norm, (e, v) => e with { Norm = v }, "whether each class's weights are divided by their sum")
        .Flag("fit_prior", e => e.FitPrior, (e, v) => e with { FitPrior = v }, "whether to learn the classes' probabilities")
        .Numbers("class_prior", e => e.ClassPrior, (e, v) => e with { ClassPrior = v }, "the probability of each class");

    /// <summary>What is added to every count, 0 or more (Lidstone's smoothing; 1, the default, is Laplace's).</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether an <see cref="Alpha"/> below 1e-10 is taken as it is; false by default: 1e-10 is taken then.</summary>
    public bool ForceAlpha { get; init; }

    /// <summary>Whether each class's weights are divided by their sum, so that long texts do not count more; false by default.</summary>
    public bool Norm { get; init; }

    /// <summary>Whether to learn the classes' probabilities from their shares of the samples; true by default. Otherwise all are equal.</summary>
    public bool FitPrior { get; init; } = true;

    /// <summary>The probability of each class in ascending order of the classes; null (default) leaves it to <see cref="FitPrior"/>.</summary>
    public double[]? ClassPrior { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => Common.Check();

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(ComplementNB? other) => ParameterEquality.Same(this, other);

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
        var counts = DiscreteCounts.Of(Common, x, codes, classes.Count, weights);
        counts = before is null ? counts : before.Counts.Plus(counts);
        Common.Together(x, counts.Features);
        var priors = Common.LogPriors(counts.Classes);
        var n = layout.Count;
        var all = new double[n];
        for (var c = 0; c < classes.Count; c++)
        {
            TensorPrimitives.Add(all, counts.Features.AsSpan(c * n, n), all);
        }

        var weightsOfClasses = new double[counts.Features.Length];
        for (var c = 0; c < classes.Count; c++)
        {
            var line = weightsOfClasses.AsSpan(c * n, n);
            TensorPrimitives.Add(all, alpha, line);
            TensorPrimitives.Subtract(line, counts.Features.AsSpan(c * n, n), line);
            TensorPrimitives.Divide(line, TensorPrimitives.Sum<double>(line), line);
            TensorPrimitives.Log(line, line);
            TensorPrimitives.Divide(line, Norm ? TensorPrimitives.Sum<double>(line) : -1, line);
        }

        // The classes' probabilities have no part in it, unless there is but one class.
        var offsets = classes.Count == 1 ? priors : new double[classes.Count];
        return new(this, layout, classes, counts, priors, weightsOfClasses, weightsOfClasses, offsets, null) { Warnings = warnings };
    }
}
