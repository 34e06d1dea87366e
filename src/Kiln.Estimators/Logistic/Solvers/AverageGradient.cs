namespace Kiln.Estimators;

/// <summary>
/// SAG (M. Schmidt, N. Le Roux and F. Bach, "Minimizing finite sums with the stochastic average gradient", 2013) and SAGA (A. Defazio, F. Bach and
/// S. Lacoste-Julien, 2014) with the step size, the order of samples and the stopping rule of scikit-learn, so that the same seed makes the same steps.
/// </summary>
/// <remarks>
/// The gradient of each sample is kept as its derivative by the score. Coefficients are a vector times a scale, so that the L2 penalty is one multiplication. Dense
/// samples touch every coefficient at every step: the step by the average gradient and the next score are one pass. Sparse ones make up for the steps that a
/// coefficient has missed when its feature comes again.
/// </remarks>
internal static class AverageGradient
{
    // Sparse samples hold the intercept's steps back, as in scikit-learn: its gradient is not sparse.
    private const double SparseInterceptDecay = 0.01;

    public static SolverResult Binary(
        AverageGradientOptions options, SampleView x, double[] labels, double[]? weights, double[] start, CancellationToken cancellation) =>
        Run(options, x, new BinaryScores(labels, weights), start, cancellation);

    public static SolverResult Softmax(
        AverageGradientOptions options, SampleView x, int[] codes, int classes, double[]? weights, double[] start, CancellationToken cancellation) =>
        Run(options, x, new SoftmaxScores(codes, classes, weights), start, cancellation);

    private static SolverResult Run<TScores>(AverageGradientOptions options, SampleView x, TScores scores, double[] start, CancellationToken cancellation)
        where TScores : struct, ISampleScores
    {
        var (l2, l1) = (options.L2 / x.Rows, options.L1 / x.Rows);
        var largest = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            largest = Math.Max(largest, x.SquaredNorm(row));
        }

        var smoothness = (0.25 * (largest + (options.Intercept ? 1 : 0))) + l2;
        var step = options.Saga ? 1 / ((2 * smoothness) + Math.Min(2 * x.Rows * l2, smoothness)) : 1 / smoothness;
        var random = new XorShift((uint)new RandomState(options.Seed).RandInt(1, XorShift.LargestSeed));
        var state = new AverageGradientState(x.Rows, x.Columns, scores.Outputs, options, step, l2, l1, x.IsSparse ? SparseInterceptDecay : 1, start);
        return x.IsSparse
            ? SparseAverageGradient.Run(state, x, scores, random, cancellation)
            : DenseAverageGradient.Run(state, x, scores, random, cancellation);
    }
}
