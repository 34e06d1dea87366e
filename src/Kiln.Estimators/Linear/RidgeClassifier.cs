namespace Kiln.Estimators;

/// <summary>
/// A classifier by <see cref="Ridge"/>: it fits −1 and 1 as numbers, one output for each class against the rest, and the largest output wins (scikit-learn:
/// <c>RidgeClassifier</c>). One factorization serves all classes, so it is the fastest linear classifier where there are many.
/// </summary>
public sealed record RidgeClassifier : Classifier
{
    internal static readonly ParameterSet<RidgeClassifier> Table = new ParameterSet<RidgeClassifier>("ridge-classifier", "linear classifier by ridge on −1 and 1")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .OptionalInteger("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations of an iterative solver")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how exact an iterative solver has to be")
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how to solve", RidgeSolvers.Words)
        .Flag("positive", e => e.Positive, (e, v) => e with { Positive = v }, "whether no coefficient may be negative")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>The strength α of the penalty, 0 or more; 1 by default.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether to learn an intercept, which is not penalized; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The most iterations of an iterative solver; null (default) for those of <see cref="Ridge.MaxIterations"/>.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>How exact an iterative solver has to be; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>How to solve; by the kind of samples by default.</summary>
    public RidgeSolver Solver { get; init; }

    /// <summary>Whether no coefficient may be negative; false by default. Only with <see cref="RidgeSolver.Auto"/> and <see cref="RidgeSolver.Lbfgs"/>.</summary>
    public bool Positive { get; init; }

    /// <summary>The seed of sag and saga; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.NotNegative(Name, "alpha", Alpha);
        Require.NotNegative(Name, "tol", Tolerance);
        Require.That(MaxIterations is null or >= 1, Name, "max_iter", MaxIterations, "1 or more, or none");
        Require.Together(Positive || Solver != RidgeSolver.Lbfgs, Name, "solver", "lbfgs", "another solver, or positive=true");
        Require.Together(!Positive || Solver is RidgeSolver.Lbfgs or RidgeSolver.Auto, Name, "solver", this["solver"], "auto or lbfgs, as positive is true");
    }

    /// <inheritdoc/>
    public override RidgeClassifierModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var signs = RidgeSigns.Of(Name, x, y, sampleWeights, ClassWeight);
        var ridge = new Ridge
        {
            Alpha = Alpha,
            FitIntercept = FitIntercept,
            MaxIterations = MaxIterations,
            Tolerance = Tolerance,
            Solver = Solver,
            Positive = Positive,
            Seed = Seed,
        };
        var model = ridge.FitFor(Name, signs.X, signs.Y, signs.Weights, cancellation);
        return new(this, FeatureLayout.Of(x), signs.Classes, model.Weights.ToArray(), model.Intercept.ToArray<double>())
        {
            Iterations = model.Iterations,
            Warnings = RidgeSigns.Rename(model.Warnings, ridge, this),
        };
    }
}
