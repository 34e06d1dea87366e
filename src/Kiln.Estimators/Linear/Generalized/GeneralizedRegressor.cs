namespace Kiln.Estimators;

/// <summary>A generalized linear model: a distribution of the target, a link from score to mean, and a penalty. Minimizes half the mean deviance + ½ α ‖w‖².</summary>
public abstract record GeneralizedRegressor : Regressor
{
    private protected GeneralizedRegressor()
    {
    }

    /// <summary>The strength α of the penalty ½ α ‖w‖², 0 or more; 1 by default.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether to learn an intercept, which is not penalized; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How to solve; by the limited-memory quasi-Newton method by default.</summary>
    public GeneralizedSolver Solver { get; init; }

    /// <summary>The most iterations; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>How small the largest element of the gradient has to be; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The distribution and the link.</summary>
    internal abstract GeneralizedLoss Loss { get; }

    private GeneralizedFit Settings => new(Name, Alpha, FitIntercept, Solver, MaxIterations, Tolerance);

    /// <inheritdoc/>
    public override void CheckParameters() => Settings.Check();

    /// <inheritdoc/>
    public override GeneralizedLinearModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        Settings.Run(this, Loss, x, y, sampleWeights, null, cancellation);

    /// <summary>Learns from samples, beginning with the coefficients of another model (scikit-learn: <c>warm_start</c>).</summary>
    /// <param name="start">The model to begin with, of the same features; columns of a table may come in another order.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">What to predict.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The samples cannot be learned from, or have other columns than the model.</exception>
    public GeneralizedLinearModel FitFrom(GeneralizedLinearModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Settings.Run(this, Loss, x, y, sampleWeights, start, cancellation);
    }

    /// <summary>The hyper-parameters that all of them have.</summary>
    private protected static ParameterSet<T> Common<T>(ParameterSet<T> table)
        where T : GeneralizedRegressor, new() => table
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty on the squared coefficients")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how to solve", GeneralizedFit.SolverWords)
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how small the gradient has to be");
}
