using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The ways to solve a ridge, by name.</summary>
internal static class RidgeSolvers
{
    public static readonly (string Word, RidgeSolver Value)[] Words =
    [
        ("auto", RidgeSolver.Auto), ("svd", RidgeSolver.Svd), ("cholesky", RidgeSolver.Cholesky), ("lsqr", RidgeSolver.Lsqr),
        ("sparse_cg", RidgeSolver.SparseCg), ("sag", RidgeSolver.Sag), ("saga", RidgeSolver.Saga), ("lbfgs", RidgeSolver.Lbfgs),
    ];

    /// <summary>Coefficients (outputs, features), the most iterations any output took, and what the user ought to know.</summary>
    public static (double[] Coefficients, int Iterations, IReadOnlyList<string> Warnings) Solve(Ridge ridge, CentredSamples samples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var alphas = ridge.Alphas ?? [.. Enumerable.Repeat(ridge.Alpha, samples.Outputs)];
        var tolerance = ridge.Tolerance;
        return Choose(ridge, samples) switch
        {
            RidgeSolver.Svd when ColumnLengths.Of(samples).AreAlike => (BySingularValues(samples, alphas, cancellation), 0, []),
            RidgeSolver.Svd => (RidgeFactors.Solve(samples, alphas, cancellation), 0, []),
            RidgeSolver.Cholesky => (ByCholesky(samples, alphas, cancellation), 0, []),
            RidgeSolver.Lsqr => Each(ridge.Name, samples, (output, w) => RidgeLsqr.Solve(samples, output, alphas[output], tolerance, ridge.MaxIterations, w, cancellation)),
            RidgeSolver.SparseCg => Each(ridge.Name, samples, (output, w) => RidgeConjugateGradients.Solve(samples, output, alphas[output], tolerance, ridge.MaxIterations, w, cancellation)),
            RidgeSolver.Lbfgs when samples.Gram(cancellation) is var gram =>
                Each(ridge.Name, samples, (output, w) => PositiveRidge.Solve(samples, gram, output, alphas[output], tolerance, ridge.MaxIterations, w, cancellation)),
            var solver => ByAverageGradients(ridge, samples, alphas, new(solver == RidgeSolver.Saga, ridge.Seed, tolerance, ridge.MaxIterations), cancellation),
        };
    }

    /// <summary>By the singular values of A: w = V · σ / (σ² + α) · Uᵀb.</summary>
    public static double[] BySingularValues(CentredSamples samples, ReadOnlySpan<double> alphas, CancellationToken cancellation)
    {
        var (rows, n, outputs) = (samples.Rows, samples.Columns, samples.Outputs);
        var k = Math.Min(rows, n);
        var (values, u, vt) = (new double[k], new double[rows * k], new double[k * n]);
        Svd.Decompose<double>(rows, n, samples.ToRows(), n, values, u, k, vt, n, cancellation: cancellation);
        var projected = new double[k];
        var coefficients = new double[outputs * n];
        for (var output = 0; output < outputs; output++)
        {
            projected.AsSpan().Clear();
            var target = samples.Target(output);
            for (var row = 0; row < rows; row++)
            {
                TensorPrimitives.MultiplyAdd(u.AsSpan(row * k, k), target[row], projected, projected);
            }

            var w = coefficients.AsSpan(output * n, n);
            for (var i = 0; i < k; i++)
            {
                // The bound below which scikit-learn takes a singular value for zero.
                if (values[i] > 1e-15)
                {
                    TensorPrimitives.MultiplyAdd(vt.AsSpan(i * n, n), projected[i] * values[i] / ((values[i] * values[i]) + alphas[output]), w, w);
                }
            }
        }

        return coefficients;
    }

    private static RidgeSolver Choose(Ridge ridge, CentredSamples samples) => ridge.Solver switch
    {
        RidgeSolver.Auto when ridge.Positive => RidgeSolver.Lbfgs,
        RidgeSolver.Auto or RidgeSolver.Sag or RidgeSolver.Saga when samples.IsSparse => RidgeSolver.SparseCg,
        RidgeSolver.Auto => RidgeSolver.Cholesky,
        var solver => solver,
    };

    /// <summary>With more features than samples by the samples' products, w = Aᵀ (AAᵀ + αI)⁻¹ b; orthogonal factors where products have lost too many digits.</summary>
    private static double[] ByCholesky(CentredSamples samples, double[] alphas, CancellationToken cancellation) =>
        (samples.Columns > samples.Rows
            ? RidgeDual.Solve(samples, alphas, cancellation)
            : NormalEquations.Solve(samples, samples.Gram(cancellation), alphas, anyCondition: LeastSquaresSolver.IsTooLarge(samples), cancellation))
        ?? RidgeFactors.Solve(samples, alphas, cancellation);

    private static (double[] Coefficients, int Iterations, IReadOnlyList<string> Warnings) ByAverageGradients(
        Ridge ridge, CentredSamples samples, double[] alphas, RidgeAverageOptions options, CancellationToken cancellation)
    {
        var rows = new RidgeAverageRows(samples);
        return Each(ridge.Name, samples, (output, w) => RidgeAverageGradient.Solve(samples, rows, output, alphas[output], options, w, cancellation));
    }

    private delegate (int Steps, bool Converged) SolveOne(int output, Span<double> w);

    private static (double[] Coefficients, int Iterations, IReadOnlyList<string> Warnings) Each(string name, CentredSamples samples, SolveOne solve)
    {
        var coefficients = new double[samples.Outputs * samples.Columns];
        var (iterations, isDone) = (0, true);
        for (var output = 0; output < samples.Outputs; output++)
        {
            var (steps, converged) = solve(output, coefficients.AsSpan(output * samples.Columns, samples.Columns));
            (iterations, isDone) = (Math.Max(iterations, steps), isDone && converged);
        }

        return (coefficients, iterations, isDone ? [] : [$"{name}: it stopped after {Plural.Of(iterations, "iteration")}, before it converged; raise max_iter or tol, or scale the features"]);
    }
}
