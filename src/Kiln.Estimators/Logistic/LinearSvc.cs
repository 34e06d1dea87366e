namespace Kiln.Estimators;

/// <summary>
/// A linear support vector machine for classes (scikit-learn: <c>LinearSVC</c>): C · Σ loss + penalty, each class against the rest (or all of them together); the intercept is the penalized coefficient of a
/// constant feature.
/// </summary>
/// <remarks>
/// The problems of LIBLINEAR (R.-E. Fan et al., JMLR 9, 2008): dual coordinate descent in the same order for the same seed; without <see cref="Dual"/> trust-region Newton for
/// L2, proximal Newton with coordinate descent for L1. Crammer and Singer's problem is solved in its dual.
/// </remarks>
public sealed record LinearSvc : Classifier
{
    internal static readonly ParameterSet<LinearSvc> Table = new ParameterSet<LinearSvc>("linear-svc", "linear support vector machine for classes")
        .Choice("penalty", e => e.Penalty, (e, v) => e with { Penalty = v }, "what keeps the coefficients small", ("l1", Penalty.L1), ("l2", Penalty.L2))
        .Choice("loss", e => e.Loss, (e, v) => e with { Loss = v }, "what is made small", ("hinge", SvcLoss.Hinge), ("squared_hinge", SvcLoss.SquaredHinge))
        .Flag("dual", e => e.Dual, (e, v) => e with { Dual = v }, "whether the dual problem is solved; false for more samples than features")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "when to stop")
        .Number("C", e => e.C, (e, v) => e with { C = v }, "inverse of the penalty's strength")
        .Choice("multi_class", e => e.MultiClass, (e, v) => e with { MultiClass = v }, "each class against the rest, or all in one problem", ("ovr", SvcMultiClass.OneVersusRest), ("crammer_singer", SvcMultiClass.CrammerSinger))
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Number("intercept_scaling", e => e.InterceptScaling, (e, v) => e with { InterceptScaling = v }, "the constant feature that the intercept is learned by")
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations");

    /// <summary>L1 or L2 (the default).</summary>
    public Penalty Penalty { get; init; } = Penalty.L2;

    /// <summary>What is made small; <see cref="SvcLoss.SquaredHinge"/> by default.</summary>
    public SvcLoss Loss { get; init; } = SvcLoss.SquaredHinge;

    /// <summary>Whether the dual problem is solved; true by default. False is faster for many samples of few features.</summary>
    public bool Dual { get; init; } = true;

    /// <summary>When to stop, above 0; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The inverse of the penalty's strength, above 0; 1 by default.</summary>
    public double C { get; init; } = 1;

    /// <summary>Each class against the rest, by default, or all in one problem, which has a loss and penalty of its own: <see cref="Loss"/>, <see cref="Penalty"/> and <see cref="Dual"/> do not matter then.</summary>
    public SvcMultiClass MultiClass { get; init; } = SvcMultiClass.OneVersusRest;

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The value of the constant feature whose (penalized) coefficient gives the intercept; above 0, 1 by default.</summary>
    public double InterceptScaling { get; init; } = 1;

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>The seed of the order in which dual descent visits the samples; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>
    /// The most iterations, 0 or more; 1000 by default. By Crammer and Singer's method at least 100,000, as LIBLINEAR makes them (scikit-learn does not hand it the number): its passes are
    /// cheap and many.
    /// </summary>
    public int MaxIterations { get; init; } = 1000;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => LinearSvcFit.Check(this);

    /// <inheritdoc/>
    public override LinearSvcModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        LinearSvcFit.Run(this, x, y, sampleWeights, cancellation);
}
