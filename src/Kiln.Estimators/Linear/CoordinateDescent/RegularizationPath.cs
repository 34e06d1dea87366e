namespace Kiln.Estimators;

/// <summary>The coefficients of a lasso or an elastic net for a series of penalties (scikit-learn: <c>lasso_path</c>, <c>enet_path</c>).</summary>
/// <param name="Alphas">The penalties, descending.</param>
/// <param name="Coefficients">Float64, (features, alphas) of one output, otherwise (outputs, features, alphas).</param>
/// <param name="DualGaps">Float64, (alphas,) or (outputs, alphas): how far each objective is above its minimum, at most.</param>
/// <param name="Iterations">Passes over the coefficients for each penalty; of several outputs the most.</param>
public sealed record RegularizationPath(IReadOnlyList<double> Alphas, Tensor Coefficients, Tensor DualGaps, IReadOnlyList<int> Iterations)
{
    /// <summary>The path of a lasso.</summary>
    /// <inheritdoc cref="ElasticNet"/>
    public static RegularizationPath Lasso(
        Features x, Target y, double eps = 1e-3, int alphaCount = 100, double[]? alphas = null, bool fitIntercept = false, bool positive = false,
        double tolerance = 1e-4, int maxIterations = 1_000, Precomputation precompute = Precomputation.Auto, CancellationToken cancellation = default) =>
        Run("lasso path", x, y, 1, eps, alphaCount, alphas, fitIntercept, positive, tolerance, maxIterations, precompute, cancellation);

    /// <summary>The path of an elastic net.</summary>
    /// <param name="x">The samples, dense or sparse.</param>
    /// <param name="y">What to predict.</param>
    /// <param name="l1Ratio">The share of the L1 penalty; 0.5 by default.</param>
    /// <param name="eps">The smallest penalty as a share of the largest, at which all coefficients are 0; 1e-3 by default.</param>
    /// <param name="alphaCount">How many penalties; 100 by default.</param>
    /// <param name="alphas">The penalties, instead of those.</param>
    /// <param name="fitIntercept">Whether to take the means away first; false by default, as in scikit-learn: there the samples are taken to be centred.</param>
    /// <param name="positive">Whether no coefficient may be negative; false by default.</param>
    /// <param name="tolerance">How small the duality gap has to be, relative to the target's sum of squares; 1e-4 by default.</param>
    /// <param name="maxIterations">The most passes over the coefficients for each penalty; 1000 by default.</param>
    /// <param name="precompute">Whether to make XᵀX first; where it pays by default.</param>
    /// <param name="cancellation">Stops it.</param>
    public static RegularizationPath ElasticNet(
        Features x, Target y, double l1Ratio = 0.5, double eps = 1e-3, int alphaCount = 100, double[]? alphas = null, bool fitIntercept = false, bool positive = false,
        double tolerance = 1e-4, int maxIterations = 1_000, Precomputation precompute = Precomputation.Auto, CancellationToken cancellation = default) =>
        Run("elastic net path", x, y, l1Ratio, eps, alphaCount, alphas, fitIntercept, positive, tolerance, maxIterations, precompute, cancellation);

    private static RegularizationPath Run(
        string name, Features x, Target y, double l1Ratio, double eps, int alphaCount, double[]? alphas, bool fitIntercept, bool positive,
        double tolerance, int maxIterations, Precomputation precompute, CancellationToken cancellation)
    {
        var settings = new DescentSettings(name, fitIntercept, precompute, maxIterations, tolerance, positive, CoordinateSelection.Cyclic, 0);
        settings.Check();
        Require.Share(name, "l1_ratio", l1Ratio);
        Require.Positive(name, "eps", eps);
        Require.Between(name, "n_alphas", alphaCount, 1, Require.MostValues);
        var samples = Inputs.Numbers(name, x);
        var problem = CentredSamples.Of(samples, Inputs.Values(name, samples, y), y.Outputs, null, fitIntercept);
        double[] penalties = alphas is null ? AlphaGrid.Of(name, problem, l1Ratio, eps, alphaCount) : [.. alphas.OrderDescending()];
        var problems = new DescentProblems(problem, settings, cancellation);
        var (n, outputs, count) = (problem.Columns, problem.Outputs, penalties.Length);
        var (coefficients, gaps, iterations) = (new double[outputs * n * count], new double[outputs * count], new int[count]);
        for (var output = 0; output < outputs; output++)
        {
            var path = DescentPath.Run(problems.Of(output), problem, penalties, l1Ratio, settings, [], cancellation);
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    coefficients[(((output * n) + j) * count) + i] = path.Coefficients[(i * n) + j];
                }

                gaps[(output * count) + i] = path.Outcomes[i].Gap / problem.Rows;
                iterations[i] = Math.Max(iterations[i], path.Outcomes[i].Iterations);
            }
        }

        return new(penalties, Tensor.From(coefficients, outputs == 1 ? [n, count] : [outputs, n, count]), Tensor.From(gaps, outputs == 1 ? [count] : [outputs, count]), iterations);
    }
}
