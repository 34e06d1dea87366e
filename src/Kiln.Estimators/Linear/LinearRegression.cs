namespace Kiln.Estimators;

/// <summary>
/// Ordinary least squares: the w and b that make Σ (y − x·w − b)² smallest (scikit-learn: <c>LinearRegression</c>). Of several solutions (more features than
/// samples, collinear columns) the one of smallest norm, by an orthogonal factorization of the centred samples.
/// </summary>
public sealed record LinearRegression : Regressor
{
    internal static readonly ParameterSet<LinearRegression> Table = new ParameterSet<LinearRegression>("linear-regression", "ordinary least squares")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept");

    /// <summary>Whether to learn an intercept; true by default. Without one the data are taken to be centred.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override LinearRegressionModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var samples = Inputs.Dense(Name, x);
        var targets = Inputs.Values(Name, samples, y);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        var centred = CentredProblem.Of(samples, targets, y.Outputs, sampleWeights, FitIntercept);
        var coefficients = new double[samples.Columns * y.Outputs];
        Kiln.Numerics.LeastSquares.Solve(
            samples.Rows, samples.Columns, y.Outputs, centred.X, samples.Columns, centred.Y, y.Outputs, coefficients.AsSpan(), y.Outputs);
        var byOutput = CentredProblem.ByOutput(coefficients, samples.Columns, y.Outputs);
        return new(this, FeatureLayout.Of(x), byOutput, centred.Intercept(byOutput));
    }
}
