using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Least squares that outliers do not pull along (scikit-learn: <c>HuberRegressor</c>; A. B. Owen, "A robust hybrid of lasso and ridge regression", 2007):
/// minimizes Σ s (σ + H((y − x·w − b) / σ) σ) + α ‖w‖² over w, b and the scale σ, with H(z) = z² up to ε and 2ε|z| − ε² beyond.
/// </summary>
public sealed record HuberRegressor : Regressor
{
    internal static readonly ParameterSet<HuberRegressor> Table = new ParameterSet<HuberRegressor>("huber-regressor", "least squares that outliers do not pull along")
        .Number("epsilon", e => e.Epsilon, (e, v) => e with { Epsilon = v }, "residuals beyond this many scales count as outliers")
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty on the squared coefficients")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how small the gradient has to be");

    /// <summary>Residuals beyond this many scales count as outliers, 1 or more; 1.35 by default, at which normal residuals lose 5 % of efficiency.</summary>
    public double Epsilon { get; init; } = 1.35;

    /// <summary>The most iterations, 0 or more; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>The strength α of the penalty α ‖w‖², 0 or more; 1e-4 by default.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How small the largest element of the gradient has to be; 1e-5 by default.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(Epsilon >= 1 && double.IsFinite(Epsilon), Name, "epsilon", Epsilon, "1 or more");
        Require.NotNegative(Name, "alpha", Alpha);
        Require.NotNegative(Name, "tol", Tolerance);
        Require.AtLeast(Name, "max_iter", MaxIterations, 0);
    }

    /// <inheritdoc/>
    public override HuberRegressorModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        Run(null, x, y, sampleWeights, cancellation);

    /// <summary>Fits from another model's coefficients and scale on (scikit-learn: <c>warm_start</c>).</summary>
    /// <param name="start">A model of the same features; columns of a table may come in another order.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The samples cannot be learned from, or have other columns than the model.</exception>
    public HuberRegressorModel FitFrom(HuberRegressorModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Run(start, x, y, sampleWeights, cancellation);
    }

    private HuberRegressorModel Run(HuberRegressorModel? from, Features x, Target y, double[]? sampleWeights, CancellationToken cancellation)
    {
        CheckParameters();
        var (aligned, layout) = StartModel.Align(Name, from, x);
        var samples = Inputs.Numbers(Name, aligned);
        var targets = Inputs.Values(Name, samples, y).ToArray();
        if (y.Outputs != 1)
        {
            throw new DatasetException($"{Name}: each sample has {y.Outputs} targets; one is expected. Fit one model for each output");
        }

        Inputs.Weights(Name, sampleWeights, samples.Rows);
        Overflow.CheckSquares(Name, samples);
        var problem = new HuberProblem(samples, targets, sampleWeights, Epsilon, Alpha, FitIntercept);
        var start = new double[samples.Columns + (FitIntercept ? 2 : 1)];
        start[^1] = 1;
        if (from is not null)
        {
            // Without an intercept now, the one of the model is left behind.
            problem.Scaling.ToScaled(from.Weights, FitIntercept ? from.Intercept.ToArray<double>()[0] : 0, FitIntercept, start.AsSpan(0, start.Length - 1));
            start[^1] = from.Scale;
        }

        // SciPy's L-BFGS looks at the limit after a step: none is one.
        var (result, iterations) = HuberDescent.Minimize(problem, start, Tolerance, Math.Max(1, MaxIterations), cancellation);
        var w = new double[samples.Columns];
        var b = problem.Scaling.ToOriginal(result.X.AsSpan(0, result.X.Length - 1), FitIntercept, w);
        Overflow.Check(Name, samples, targets, w, [b, result.X[^1]]);
        return new(this, layout, w, [b], result.X[^1], problem.Outliers(w, b, result.X[^1]))
        {
            Iterations = iterations,
            Warnings = result.Converged || result.Reason == StopReason.LineSearchFailed
                ? []
                : [$"{Name}: it stopped after {Plural.Of(iterations, "iteration")}, before it converged; raise max_iter, raise tol, or scale the features"],
        };
    }
}
