namespace Kiln.Estimators;

/// <summary>
/// Ordinary least squares: the w and b that make Σ (y − x·w − b)² smallest (scikit-learn: <c>LinearRegression</c>). Of several solutions (more features than
/// samples, collinear columns) the one of smallest norm.
/// </summary>
/// <remarks>
/// The normal equations with refinement where the columns are clearly independent, and orthogonal factors or singular values of the centred samples where
/// they are not: the same numbers, but the first reads the samples three times and copies nothing. Sparse samples stay sparse.
/// </remarks>
public sealed record LinearRegression : Regressor
{
    internal static readonly ParameterSet<LinearRegression> Table = new ParameterSet<LinearRegression>("linear-regression", "ordinary least squares")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Flag("positive", e => e.Positive, (e, v) => e with { Positive = v }, "whether no coefficient may be negative");

    /// <summary>Whether to learn an intercept; true by default. Without one the data are taken to be centred.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Whether no coefficient may be negative; false by default.</summary>
    public bool Positive { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override LinearRegressionModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var samples = Inputs.Unchecked(Name, x);
        var targets = Inputs.Values(Name, samples, y);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        var problem = CentredSamples.Checked(Name, samples, targets, y.Outputs, sampleWeights, FitIntercept);
        var coefficients = Positive ? NonNegativeLeastSquares.Solve(problem, cancellation) : LeastSquaresSolver.Solve(problem, cancellation);
        var intercept = problem.Intercept(coefficients);
        Overflow.Check(Name, samples, targets, coefficients, intercept);
        return new(this, FeatureLayout.Of(x), coefficients, intercept);
    }
}
