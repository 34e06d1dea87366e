namespace Kiln.Estimators;

/// <summary>
/// Logistic regression (scikit-learn: <c>LogisticRegression</c>): of two classes P(second) = 1 / (1 + exp(−x·w − b)), of several the softmax of their scores, or one
/// binary problem for each. It minimizes C · Σ loss + penalty.
/// </summary>
/// <remarks>
/// A fit that goes on from another model's coefficients is <see cref="FitFrom"/>. The gradients are single passes over the samples, spread over the threads of
/// <see cref="Kiln.Numerics.WorkerTeam"/>, with the same bits for any number of them. Where a plane separates the classes and there is no penalty, no minimum exists: the coefficients are those
/// at which the solver's rule was met, and a warning says so. Of few samples a fit goes on beyond the rule until its objective is within 1e-7 of the least.
/// </remarks>
public sealed record LogisticRegression : Classifier
{
    internal static readonly ParameterSet<LogisticRegression> Table = new ParameterSet<LogisticRegression>("logistic-regression", "linear classifier with probabilities")
        .Choice("penalty", e => e.Penalty, (e, v) => e with { Penalty = v }, "what keeps the coefficients small", LogisticWords.Penalties)
        .Flag("dual", e => e.Dual, (e, v) => e with { Dual = v }, "whether liblinear solves the dual problem; for more features than samples")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "when to stop")
        .Number("C", e => e.C, (e, v) => e with { C = v }, "inverse of the penalty's strength")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Number("intercept_scaling", e => e.InterceptScaling, (e, v) => e with { InterceptScaling = v }, "the constant feature that liblinear learns the intercept by")
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how it is minimized", LogisticWords.Solvers)
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations")
        .Choice("multi_class", e => e.MultiClass, (e, v) => e with { MultiClass = v }, "softmax or one against the rest", LogisticWords.MultiClasses)
        .OptionalNumber("l1_ratio", e => e.L1Ratio, (e, v) => e with { L1Ratio = v }, "the share of L1 in the elastic net, 0 to 1");

    /// <summary>What keeps the coefficients small; L2 by default.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2;

    /// <summary>Whether <see cref="LogisticSolver.Liblinear"/> solves the dual problem (L2 only); false by default. For more features than samples.</summary>
    public bool Dual { get; init; }

    /// <summary>When to stop, above 0: the largest element of the gradient for most solvers; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The inverse of the penalty's strength, above 0; 1 by default. Infinity is no penalty, but for <see cref="LogisticSolver.Liblinear"/>, which needs a finite one.</summary>
    public double C { get; init; } = 1;

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>For <see cref="LogisticSolver.Liblinear"/>: the value of the constant feature whose (penalized) coefficient gives the intercept; above 0, 1 by default.</summary>
    public double InterceptScaling { get; init; } = 1;

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>The seed of sag, saga and liblinear's order of samples; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>How it is minimized; <see cref="LogisticSolver.Lbfgs"/> by default.</summary>
    public LogisticSolver Solver { get; init; } = LogisticSolver.Lbfgs;

    /// <summary>The most iterations, 0 or more; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Softmax or one against the rest; <see cref="MultiClass.Auto"/> by default.</summary>
    public MultiClass MultiClass { get; init; } = MultiClass.Auto;

    /// <summary>The share of L1 in <see cref="Penalty.ElasticNet"/>, 0 to 1; null by default.</summary>
    public double? L1Ratio { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => LogisticWords.Check(this);

    /// <inheritdoc/>
    public override LogisticRegressionModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        LogisticFit.Run(this, x, y, sampleWeights, null, cancellation);

    /// <summary>Learns, beginning with the coefficients of another model (scikit-learn: <c>warm_start=True</c>); liblinear begins anew all the same.</summary>
    /// <param name="start">Where to begin: a model of the same features and classes.</param>
    /// <param name="x">The samples, (samples, features).</param>
    /// <param name="y">Their classes.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The data cannot be learned from, or the model is of other features or classes.</exception>
    public LogisticRegressionModel FitFrom(
        LogisticRegressionModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return LogisticFit.Run(this, x, y, sampleWeights, start, cancellation);
    }
}
