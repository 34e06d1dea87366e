namespace Kiln.Estimators;

/// <summary>The passive-aggressive classifier (K. Crammer et al., JMLR 7, 2006): for each sample the smallest step that gives it a margin of 1, limited by C (scikit-learn: <c>PassiveAggressiveClassifier</c>).</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// </remarks>
public sealed record PassiveAggressiveClassifier : Classifier, IPartialFit<SgdClassifierModel>
{
    internal static readonly ParameterSet<PassiveAggressiveClassifier> Table = new ParameterSet<PassiveAggressiveClassifier>("passive-aggressive-classifier", "online classifier: no step unless a sample asks for one")
        .Number("C", e => e.C, (e, v) => e with { C = v }, "how large a step may be")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most epochs")
        .OptionalNumber("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "the least progress of an epoch; none to make all epochs")
        .Flag("early_stopping", e => e.EarlyStopping, (e, v) => e with { EarlyStopping = v }, "whether to judge progress by samples held back")
        .Number("validation_fraction", e => e.ValidationFraction, (e, v) => e with { ValidationFraction = v }, "the share held back for early stopping")
        .Integer("n_iter_no_change", e => e.Patience, (e, v) => e with { Patience = v }, "how many epochs without progress end the fit")
        .Flag("shuffle", e => e.Shuffle, (e, v) => e with { Shuffle = v }, "whether each epoch takes the samples in another order")
        .Choice("loss", e => e.Loss, (e, v) => e with { Loss = v }, "what is made small", SgdWords.AggressiveClassification)
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .IntegerOrFlag("average", e => e.Average, (e, v) => e with { Average = v }, "from which sample on the coefficients are averaged: true for all, false for never");

    /// <summary>How large a step may be (aggressiveness), above 0; 1 by default.</summary>
    public double C { get; init; } = 1;

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The most epochs, 1 or more; 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>The least progress of an epoch, per sample; 1e-3 by default, null to make all epochs.</summary>
    public double? Tolerance { get; init; } = 1e-3;

    /// <summary>Whether progress is judged by how well samples are predicted that are held back; false by default.</summary>
    public bool EarlyStopping { get; init; }

    /// <summary>The share that <see cref="EarlyStopping"/> holds back, between 0 and 1; 0.1 by default.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>How many epochs without progress end the fit, 1 or more; 5 by default (scikit-learn: <c>n_iter_no_change</c>).</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Whether each epoch takes the samples in another order; true by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What is made small; <see cref="AggressiveLoss.Linear"/> by default.</summary>
    public AggressiveLoss Loss { get; init; } = AggressiveLoss.Linear;

    /// <summary>The seed of the order of samples; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>From which sample on the coefficients are averaged: 1 for all, 0 (the default) for never.</summary>
    public int Average { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => Settings.Check(partial: false);

    private SgdSettings Settings => new()
    {
        Owner = Name,
        Loss = SgdLoss.Hinge,
        Penalty = Penalty.None,
        Schedule = SgdSchedule.Constant,
        Eta0 = 1,
        Aggressiveness = C,
        SquaredStep = Loss == AggressiveLoss.Squared,
        Average = Average,
        FitIntercept = FitIntercept,
        MaxEpochs = MaxIterations,
        Tolerance = Tolerance,
        Shuffle = Shuffle,
        Seed = Seed,
        EarlyStopping = EarlyStopping,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
    };

    /// <inheritdoc/>
    public override SgdClassifierModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        SgdClassifierFit.Fit(this, Settings, ClassWeight, null, x, y, sampleWeights, cancellation);

    /// <summary>Fits from another model's coefficients on, with the steps of a new fit (scikit-learn: <c>warm_start</c>).</summary>
    /// <param name="start">A model of as many features and the same classes.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The samples have other features or classes than the model.</exception>
    public SgdClassifierModel FitFrom(SgdClassifierModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return SgdClassifierFit.Fit(this, Settings, ClassWeight, start, x, y, sampleWeights, cancellation);
    }

    /// <summary>Learns from one more part of the data, in one epoch.</summary>
    /// <inheritdoc/>
    public SgdClassifierModel PartialFit(SgdClassifierModel? model, Features x, Target y, Target? classes = null, double[]? sampleWeights = null) =>
        SgdClassifierFit.Partial(this, Settings, ClassWeight, model, x, y, classes, sampleWeights);
}
