namespace Kiln.Estimators;

/// <summary>
/// <see cref="LogisticRegression"/> with the strength of its penalty (and the share of L1) chosen by cross-validation (scikit-learn: <c>LogisticRegressionCV</c>): on each
/// fold a path of strengths, each beginning where the one before ended, and a last fit on all samples with the best of them.
/// </summary>
/// <remarks>
/// One class against the rest chooses a strength for each class; softmax one for all. The last fit takes <see cref="InterceptScaling"/> and <see cref="Dual"/> as the
/// folds do, which scikit-learn 1.2.1 forgets. Folds are fitted side by side.
/// </remarks>
public sealed record LogisticRegressionCV : Classifier
{
    internal static readonly ParameterSet<LogisticRegressionCV> Table = new ParameterSet<LogisticRegressionCV>("logistic-regression-cv", "logistic regression with its penalty chosen by cross-validation")
        .Numbers("Cs", e => e.Cs, (e, v) => v is [var count] && count >= 1 && count == Math.Floor(count) && count <= int.MaxValue ? e with { StrengthCount = (int)count, Cs = null } : e with { Cs = v },
            "the inverse strengths to try, at least two, or how many; none for n_Cs between 1e-4 and 1e4")
        .Integer("n_Cs", e => e.StrengthCount, (e, v) => e with { StrengthCount = v }, "how many inverse strengths to try, evenly spaced in the logarithm")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "parts of the cross-validation when there is no splitter")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .Flag("dual", e => e.Dual, (e, v) => e with { Dual = v }, "whether liblinear solves the dual problem; for more features than samples")
        .Choice("penalty", e => e.Penalty, (e, v) => e with { Penalty = v }, "what keeps the coefficients small", LogisticWords.Penalties)
        .OptionalText("scoring", e => e.Scoring?.Name, (e, v) => e with { Scoring = v is null ? null : ModelScorer.Find(v) }, "name of the scorer that decides; accuracy when none")
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how it is minimized", LogisticWords.Solvers)
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "when to stop")
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations of each fit")
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .Flag("refit", e => e.Refit, (e, v) => e with { Refit = v }, "whether the best is fitted on all samples; otherwise the folds' best are averaged")
        .Number("intercept_scaling", e => e.InterceptScaling, (e, v) => e with { InterceptScaling = v }, "the constant feature that liblinear learns the intercept by")
        .Choice("multi_class", e => e.MultiClass, (e, v) => e with { MultiClass = v }, "softmax or one against the rest", LogisticWords.MultiClasses)
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Numbers("l1_ratios", e => e.L1Ratios, (e, v) => e with { L1Ratios = v }, "the shares of L1 to try in the elastic net, 0 to 1");

    /// <summary>The inverse strengths to try, above 0, at least two; null (default) for <see cref="StrengthCount"/> of them.</summary>
    public double[]? Cs { get; init; }

    /// <summary>How many inverse strengths to try, evenly spaced in the logarithm from 1e-4 to 1e4; 10 by default (scikit-learn: <c>Cs=10</c>).</summary>
    public int StrengthCount { get; init; } = 10;

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How many stratified folds, at least 2, when no <see cref="Splitter"/> is given; 5 by default (<c>cv</c>).</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How the samples are split; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>Whether <see cref="LogisticSolver.Liblinear"/> solves the dual problem (L2 only); false by default.</summary>
    public bool Dual { get; init; }

    /// <summary>What keeps the coefficients small; L2 by default. There is no choosing without a penalty.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2;

    /// <summary>What decides; null (default) for the accuracy. Sample weights do not count in it.</summary>
    public ModelScorer? Scoring { get; init; }

    /// <summary>How it is minimized; <see cref="LogisticSolver.Lbfgs"/> by default.</summary>
    public LogisticSolver Solver { get; init; } = LogisticSolver.Lbfgs;

    /// <summary>When to stop, above 0; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The most iterations of each fit, 0 or more; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>How much each class counts; null (all the same) by default. "Balanced" is by the classes of all samples, on every fold.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>Whether the best is fitted on all samples, true by default; otherwise the coefficients of each fold's best are averaged.</summary>
    public bool Refit { get; init; } = true;

    /// <summary>For <see cref="LogisticSolver.Liblinear"/>: the value of the constant feature whose (penalized) coefficient gives the intercept; above 0, 1 by default.</summary>
    public double InterceptScaling { get; init; } = 1;

    /// <summary>Softmax or one against the rest; <see cref="MultiClass.Auto"/> by default.</summary>
    public MultiClass MultiClass { get; init; } = MultiClass.Auto;

    /// <summary>The seed of sag, saga and liblinear's order of samples; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>The shares of L1 to try in <see cref="Penalty.ElasticNet"/>, 0 to 1; null by default.</summary>
    public double[]? L1Ratios { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => LogisticSearch.Check(this);

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(LogisticRegressionCV? other) =>
        ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter) && ModelScorer.AreSame(Scoring, other.Scoring);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override LogisticRegressionCVModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        Fit(x, y, null, sampleWeights, cancellation);

    /// <summary>As <see cref="Fit(Features, Target, double[], CancellationToken)"/>, for splitters that keep groups together.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="y">Their classes.</param>
    /// <param name="groups">The group of each sample.</param>
    /// <param name="sampleWeights">How much each sample counts in the fits; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public LogisticRegressionCVModel Fit(Features x, Target y, IReadOnlyList<int>? groups, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        new LogisticSearch(this, x, y, groups, sampleWeights, cancellation).Run();

    /// <summary>One of the regressions that are tried.</summary>
    internal LogisticRegression At(double c, double? l1Ratio) => new()
    {
        Penalty = Penalty,
        Dual = Dual,
        Tolerance = Tolerance,
        C = c,
        FitIntercept = FitIntercept,
        InterceptScaling = InterceptScaling,
        Seed = Seed,
        Solver = Solver,
        MaxIterations = MaxIterations,
        MultiClass = MultiClass,
        L1Ratio = l1Ratio,
    };
}
