namespace Kiln.Estimators;

/// <summary>
/// Numbers whose variance is a power of their mean (scikit-learn: <c>TweedieRegressor</c>; B. Jørgensen, "Exponential Dispersion Models", J. R. Stat. Soc. B 49,
/// 1987): normal, Poisson, gamma and what lies between. Minimizes half the mean deviance + ½ α ‖w‖².
/// </summary>
public sealed record TweedieRegressor : Regressor, IGeneralizedRegressor
{
    internal static readonly ParameterSet<TweedieRegressor> Table = new ParameterSet<TweedieRegressor>("tweedie-regressor", "numbers whose variance is a power of the mean")
        .Number("power", e => e.Power, (e, v) => e with { Power = v }, "the variance is the mean to this power")
        .Choice("link", e => e.Link, (e, v) => e with { Link = v }, "how score and mean hang together", ("auto", MeanLink.Auto), ("identity", MeanLink.Identity), ("log", MeanLink.Log))
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty on the squared coefficients")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Choice("solver", e => e.Solver, (e, v) => e with { Solver = v }, "how to solve", GeneralizedFit.SolverWords)
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how small the gradient has to be");

    /// <summary>The power p of the variance μᵖ: 0 (default) normal, 1 Poisson, between 1 and 2 compound Poisson-gamma, 2 gamma, 3 inverse normal; none between 0 and 1.</summary>
    public double Power { get; init; }

    /// <summary>How the score and the mean hang together; by the power by default.</summary>
    public MeanLink Link { get; init; }

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

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Settings.Check();
        Require.That(Power is <= 0 or >= 1 && double.IsFinite(Power), Name, "power", Power, "0 or less, or 1 or more: there is no distribution between 0 and 1");
    }

    GeneralizedLoss IGeneralizedRegressor.Loss => Loss;

    private GeneralizedLoss Loss => new(Power, Link == MeanLink.Auto ? Power > 0 : Link == MeanLink.Log);

    private GeneralizedFit Settings => new(Name, Alpha, FitIntercept, Solver, MaxIterations, Tolerance);

    /// <inheritdoc/>
    public override GeneralizedLinearModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        Settings.Run(this, Loss, x, y, sampleWeights, null, cancellation);

    /// <summary>Learns from samples, beginning with the coefficients of another model (scikit-learn: <c>warm_start</c>).</summary>
    /// <param name="start">The model to begin with, of as many features.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">What to predict.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="ArgumentException">The model has another number of coefficients.</exception>
    public GeneralizedLinearModel FitFrom(GeneralizedLinearModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Settings.Run(this, Loss, x, y, sampleWeights, start, cancellation);
    }
}
