namespace Kiln.Estimators;

/// <summary>
/// Least squares with a penalty on the squared coefficients: minimizes Σ s (y − x·w − b)² + α ‖w‖² (scikit-learn: <c>Ridge</c>).
/// </summary>
public sealed record Ridge : Regressor
{
    internal static readonly ParameterSet<Ridge> Table = new ParameterSet<Ridge>("ridge", "least squares with an L2 penalty")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty")
        .Numbers("alphas", e => e.Alphas, (e, v) => e with { Alphas = v }, "a penalty for each output, instead of alpha")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .OptionalInteger("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations of an iterative solver")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how exact an iterative solver has to be")
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how to solve", RidgeSolvers.Words)
        .Flag("positive", e => e.Positive, (e, v) => e with { Positive = v }, "whether no coefficient may be negative")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>The strength α of the penalty, 0 or more; 1 by default.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>A penalty for each output, instead of <see cref="Alpha"/>; null by default. (scikit-learn takes them as an array for <c>alpha</c>.)</summary>
    public double[]? Alphas { get; init; }

    /// <summary>Whether to learn an intercept, which is not penalized; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>
    /// The most iterations of an iterative solver; null (default): ten for each feature (or sample, if these are fewer) for sparse-cg and lsqr, 1000 for sag and saga, after which lsqr
    /// goes on, 500 for lbfgs, after which active sets or Newton steps on the dual go on.
    /// </summary>
    public int? MaxIterations { get; init; }

    /// <summary>How exact an iterative solver has to be; 1e-4 by default. Whatever it is, a solver goes on (or one without steps does, where that costs less) until the objective is within 1e-7 of its minimum (for lsqr and sparse-cg up to 4e-6 at 1e-4, in proportion below, where columns are about of one size), or the tolerance squared, as far as that can be told.</summary>
    public double Tolerance { get; init; } = 1e-4;

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
        foreach (var alpha in Alphas ?? [])
        {
            Require.NotNegative(Name, "alphas", alpha);
        }
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(Ridge? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override LinearRegressionModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        FitFor(Name, x, y, sampleWeights, cancellation);

    /// <summary>Fits for another estimator, which errors tell of.</summary>
    internal LinearRegressionModel FitFor(string owner, Features x, Target y, double[]? sampleWeights, CancellationToken cancellation)
    {
        CheckParameters();
        var samples = Inputs.Unchecked(owner, x);
        var targets = Inputs.Values(owner, samples, y);
        Inputs.Weights(owner, sampleWeights, samples.Rows);
        Require.That(Alphas is null || Alphas.Length == y.Outputs, Name, "alphas", Alphas?.Length, $"{y.Outputs} penalties, one for each output");
        var problem = CentredSamples.Checked(owner, samples, targets, y.Outputs, sampleWeights, FitIntercept);
        var (coefficients, iterations, warnings) = RidgeSolvers.Solve(this, problem, cancellation);
        var intercept = problem.Intercept(coefficients);
        Overflow.Check(owner, samples, targets, coefficients, intercept);
        return new(this, FeatureLayout.Of(x), coefficients, intercept) { Iterations = iterations, Warnings = warnings };
    }
}
