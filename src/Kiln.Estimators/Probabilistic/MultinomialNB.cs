using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Naive Bayes for counts, such as those of words (scikit-learn: <c>MultinomialNB</c>): a sample of a class is drawn word by word with the class's probabilities,
/// (count + α) / (all counts + α n). Dense and sparse samples; also one part of the data after another.
/// </summary>
public sealed record MultinomialNB : Classifier, IPartialFit<DiscreteNBModel>
{
    internal static readonly ParameterSet<MultinomialNB> Table = new ParameterSet<MultinomialNB>("multinomial-nb", "naive Bayes for counts, such as of words")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "what is added to every count")
        .Flag("force_alpha", e => e.ForceAlpha, (e, v) => e with { ForceAlpha = v }, "whether an alpha below 1e-10 is taken as it is")
        .Flag("fit_prior", e => e.FitPrior, (e, v) => e with { FitPrior = v }, "whether to learn the classes' probabilities")
        .Numbers("class_prior", e => e.ClassPrior, (e, v) => e with { ClassPrior = v }, "the probability of each class");

    /// <summary>What is added to every count, 0 or more (Lidstone's smoothing; 1, the default, is Laplace's).</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether an <see cref="Alpha"/> below 1e-10 is taken as it is; false by default: 1e-10 is taken then.</summary>
    public bool ForceAlpha { get; init; }

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
    public bool Equals(MultinomialNB? other) => ParameterEquality.Same(this, other);

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
        var logarithms = new double[counts.Features.Length];
        for (var c = 0; c < classes.Count; c++)
        {
            var line = logarithms.AsSpan(c * n, n);
            TensorPrimitives.Add(counts.Features.AsSpan(c * n, n), alpha, line);
            var total = Math.Log(TensorPrimitives.Sum<double>(line));
            TensorPrimitives.Log(line, line);
            TensorPrimitives.Subtract(line, total, line);
        }

        return new(this, layout, classes, counts, priors, logarithms, logarithms, priors, null) { Warnings = warnings };
    }
}
