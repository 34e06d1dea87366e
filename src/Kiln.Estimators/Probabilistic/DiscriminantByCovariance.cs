using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Discriminants by the covariance within the classes, which may be shrunk: by least squares, or by the eigenvalues of the scatter between classes against it.</summary>
internal static class DiscriminantByCovariance
{
    /// <summary>Solves.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="scatter">Their classes.</param>
    /// <param name="priors">The classes' probabilities.</param>
    /// <param name="covariance">How a covariance is estimated.</param>
    /// <param name="byEigenvalues">Whether directions are wanted.</param>
    /// <param name="components">How many.</param>
    public static DiscriminantSolution Solve(Features x, ClassScatter scatter, double[] priors, ClassCovariance covariance, bool byEigenvalues, int components)
    {
        var (n, classes) = (scatter.Features, scatter.Classes);
        var within = covariance.Within(scatter, priors);
        var (coefficients, scalings, shares) = byEigenvalues
            ? Eigen(covariance.Owner, within, covariance.Of(new ClassScatter(x, new int[x.Rows], 1), 0), scatter, components, covariance.Cancellation)
            : (LeastSquares(within, scatter, covariance.Cancellation), [], []);
        var intercept = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            intercept[c] = Math.Log(priors[c]) - (0.5 * TensorPrimitives.Dot(scatter.Mean(c), coefficients.AsSpan(c * n, n)));
        }

        return new(coefficients, intercept, scalings, new double[n], shares, within);
    }

    private static double Rounding(int n, int rows) => Math.Max(n, rows) * Float64.Epsilon;

    /// <summary>Whether a feature follows from those before it but for rounding: by the pivots of the correlations, which know no scales.</summary>
    private static bool IsSingular(double[] within, int n, int rows, CancellationToken cancellation)
    {
        var (lower, roots) = (within.ToArray(), new double[n]);
        for (var i = 0; i < n; i++)
        {
            roots[i] = Math.Sqrt(within[(i * n) + i]);
            if (!(roots[i] > 0))
            {
                return true;
            }
        }

        for (var i = 0; i < n; i++)
        {
            var line = lower.AsSpan(i * n, n);
            TensorPrimitives.Divide(line, roots[i], line);
            TensorPrimitives.Divide(line, roots, line);
        }

        try
        {
            Cholesky.Factor<double>(n, lower, n, cancellation);
        }
        catch (LinearAlgebraException)
        {
            return true;
        }

        return Enumerable.Range(0, n).Any(i => lower[(i * n) + i] * lower[(i * n) + i] <= Rounding(n, rows));
    }

    /// <summary>C⁺ μ for each class.</summary>
    private static double[] LeastSquares(double[] within, ClassScatter scatter, CancellationToken cancellation)
    {
        var (n, classes) = (scatter.Features, scatter.Classes);
        var (right, solution) = (MeansAsColumns(scatter), new double[n * classes]);

        // Of a direction without variance rounding leaves more than one ε, and its inverse would be all that counts. Features of very different scales leave as little: only where the
        // correlations are singular too is it nothing.
        var rounding = IsSingular(within, n, scatter.Rows, cancellation) ? Rounding(n, scatter.Rows) : Float64.Epsilon;
        Kiln.Numerics.LeastSquares.Solve(n, n, classes, within, n, right, classes, solution.AsSpan(), classes, rounding, cancellation);
        return OutputOrder.ByOutput(solution, n, classes);
    }

    /// <summary>S_b v = λ S_w v with S_w = L Lᵀ: the eigenvectors u of L⁻¹ S_b L⁻ᵀ, and v = L⁻ᵀ u.</summary>
    private static (double[] Coefficients, double[] Scalings, double[] Shares) Eigen(string name, double[] within, double[] total, ClassScatter scatter, int components, CancellationToken cancellation)
    {
        var (n, classes) = (scatter.Features, scatter.Classes);
        var lower = within.ToArray();
        var isSingular = IsSingular(within, n, scatter.Rows, cancellation);
        try
        {
            Cholesky.Factor<double>(n, lower, n, cancellation);
        }
        catch (LinearAlgebraException)
        {
            isSingular = true;
        }

        if (isSingular)
        {
            throw new DatasetException($"{name}: the covariance within the classes is singular (constant or collinear features, or few samples): take the solver svd, or set shrinkage");
        }

        var between = new double[n * n];
        TensorPrimitives.Subtract(total, within, between);
        TriangularSolve(lower, n, between);
        Transpose(between, n);
        TriangularSolve(lower, n, between);
        var (values, vectors) = (new double[n], new double[n * n]);
        SymmetricEigen.Decompose<double>(n, between, n, values, vectors, n, cancellation);

        // Descending, as columns; then back through Lᵀ.
        var ordered = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                ordered[(i * n) + j] = vectors[(i * n) + n - 1 - j];
            }
        }

        TransposedSolve(lower, n, ordered);

        // All directions together are S_w⁻¹, so the coefficients need no eigenvectors: L⁻ᵀ L⁻¹ μ keeps more digits where features have very different scales.
        var coefficients = MeansAsColumns(scatter);
        TriangularSolve(lower, n, coefficients);
        TransposedSolve(lower, n, coefficients);
        var sum = TensorPrimitives.Sum<double>(values);

        // Sorted after the division, as scikit-learn does: shrinkage can make eigenvalues negative, and their sum with them.
        return (OutputOrder.ByOutput(coefficients, n, classes), ordered, [.. values.Select(value => value / sum).OrderDescending().Take(components)]);
    }

    /// <summary>The classes' means, (features, classes).</summary>
    private static double[] MeansAsColumns(ClassScatter scatter)
    {
        var (n, classes) = (scatter.Features, scatter.Classes);
        var means = new double[n * classes];
        for (var i = 0; i < n; i++)
        {
            for (var c = 0; c < classes; c++)
            {
                means[(i * classes) + c] = scatter.Means[(c * n) + i];
            }
        }

        return means;
    }

    /// <summary>L⁻¹ B in place.</summary>
    private static void TriangularSolve(double[] lower, int n, double[] b)
    {
        var width = b.Length / n;
        for (var i = 0; i < n; i++)
        {
            var line = b.AsSpan(i * width, width);
            for (var j = 0; j < i; j++)
            {
                TensorPrimitives.MultiplyAdd(b.AsSpan(j * width, width), -lower[(i * n) + j], line, line);
            }

            TensorPrimitives.Divide(line, lower[(i * n) + i], line);
        }
    }

    /// <summary>L⁻ᵀ B in place.</summary>
    private static void TransposedSolve(double[] lower, int n, double[] b)
    {
        var width = b.Length / n;
        for (var i = n - 1; i >= 0; i--)
        {
            var line = b.AsSpan(i * width, width);
            for (var j = i + 1; j < n; j++)
            {
                TensorPrimitives.MultiplyAdd(b.AsSpan(j * width, width), -lower[(j * n) + i], line, line);
            }

            TensorPrimitives.Divide(line, lower[(i * n) + i], line);
        }
    }

    private static void Transpose(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                (a[(i * n) + j], a[(j * n) + i]) = (a[(j * n) + i], a[(i * n) + j]);
            }
        }
    }
}
