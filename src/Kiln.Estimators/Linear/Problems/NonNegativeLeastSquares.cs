using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Least squares with coefficients of 0 or more, by active sets (C. L. Lawson and R. J. Hanson, "Solving Least Squares Problems", 1974, chapter 23) on AᵀA
/// (R. Bro and S. De Jong, "A fast non-negativity-constrained least squares algorithm", J. Chemometrics 11, 1997); the coefficients of the last set are then
/// solved for from the samples.
/// </summary>
internal static class NonNegativeLeastSquares
{
    /// <summary>(outputs, features).</summary>
    public static double[] Solve(CentredSamples samples, CancellationToken cancellation)
    {
        var gram = samples.Gram(cancellation);
        var n = gram.Features;
        var coefficients = new double[gram.Outputs * n];
        for (var output = 0; output < gram.Outputs; output++)
        {
            var w = coefficients.AsSpan(output * n, n);
            Solve(gram, output, w, cancellation);
            Polish(samples, output, 0, w, cancellation);
        }

        return coefficients;
    }

    /// <summary>A ridge's coefficients of one output: those of least squares with √α below the samples.</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="gram">Their products.</param>
    /// <param name="output">Which b.</param>
    /// <param name="alpha">α.</param>
    /// <param name="w">Takes them.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether they are the best; no where AᵀA + αI has no Cholesky factor for rounding.</returns>
    public static bool SolveRidge(CentredSamples samples, GramProblem gram, int output, double alpha, Span<double> w, CancellationToken cancellation)
    {
        var matrix = gram.Gram.AsSpan().ToArray();
        for (var i = 0; i < w.Length; i++)
        {
            matrix[(i * w.Length) + i] += alpha;
        }

        w.Clear();
        var isDone = Solve(gram with { Gram = matrix }, output, w, cancellation);
        Polish(samples, output, alpha, w, cancellation);
        return isDone;
    }

    private static bool Solve(GramProblem gram, int output, Span<double> w, CancellationToken cancellation)
    {
        var n = gram.Features;
        var cross = gram.Cross.AsSpan(output * n, n);
        var (isFree, gradient) = (new bool[n], new double[n]);

        // A gradient this small is rounding: each of its terms has an error of ε times what it is a sum of.
        var tolerance = 10 * n * (double.BitIncrement(1) - 1) * Math.Sqrt(gram.Squares[output]);
        for (var iteration = 0; iteration < 3 * Math.Max(n, 10); iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            Gradient(gram, cross, w, gradient);
            var best = -1;
            for (var i = 0; i < n; i++)
            {
                var size = Math.Sqrt(gram.Gram[(i * n) + i]);
                if (!isFree[i] && gradient[i] > tolerance * size && (best < 0 || gradient[i] > gradient[best]))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                return true;
            }

            isFree[best] = true;
            if (!Descend(gram, cross, isFree, w))
            {
                // The new column depends on those that are free already: nothing is to be gained by it.
                isFree[best] = false;
                return false;
            }
        }

        return false;
    }

    /// <summary>Goes to the least squares solution of the free coefficients; on the way, those that reach 0 are fixed there.</summary>
    private static bool Descend(GramProblem gram, ReadOnlySpan<double> cross, bool[] isFree, Span<double> w)
    {
        var n = gram.Features;
        while (true)
        {
            var free = Free(isFree);
            var solution = SolveFree(gram, cross, free);
            if (solution is null)
            {
                return false;
            }

            var (step, stop) = (1.0, -1);
            for (var k = 0; k < free.Length; k++)
            {
                if (solution[k] <= 0)
                {
                    var share = w[free[k]] / (w[free[k]] - solution[k]);
                    if (share < step || stop < 0)
                    {
                        (step, stop) = (share, k);
                    }
                }
            }

            for (var k = 0; k < free.Length; k++)
            {
                w[free[k]] += step * (solution[k] - w[free[k]]);
            }

            if (stop < 0)
            {
                return true;
            }

            for (var k = 0; k < free.Length; k++)
            {
                if (k == stop || w[free[k]] <= 0)
                {
                    (w[free[k]], isFree[free[k]]) = (0, false);
                }
            }
        }
    }

    private static void Gradient(GramProblem gram, ReadOnlySpan<double> cross, ReadOnlySpan<double> w, Span<double> gradient)
    {
        for (var i = 0; i < w.Length; i++)
        {
            gradient[i] = cross[i] - TensorPrimitives.Dot(gram.Gram.AsSpan(i * w.Length, w.Length), w);
        }
    }

    private static int[] Free(bool[] isFree) => [.. Enumerable.Range(0, isFree.Length).Where(i => isFree[i])];

    private static double[]? SolveFree(GramProblem gram, ReadOnlySpan<double> cross, int[] free)
    {
        var k = free.Length;
        var (matrix, solution) = (new double[k * k], new double[k]);
        for (var i = 0; i < k; i++)
        {
            solution[i] = cross[free[i]];
            for (var j = 0; j < k; j++)
            {
                matrix[(i * k) + j] = gram.Gram[(free[i] * gram.Features) + free[j]];
            }
        }

        try
        {
            Cholesky.Factor<double>(k, matrix, k);
            Cholesky.Solve<double>(k, 1, matrix, k, solution, 1);
            return solution;
        }
        catch (LinearAlgebraException)
        {
            return null;
        }
    }

    /// <summary>The free coefficients once more, from the samples; kept unless rounding made one negative.</summary>
    private static void Polish(CentredSamples samples, int output, double alpha, Span<double> w, CancellationToken cancellation)
    {
        var free = new List<int>();
        for (var i = 0; i < w.Length; i++)
        {
            if (w[i] > 0)
            {
                free.Add(i);
            }
        }

        if (free.Count == 0)
        {
            return;
        }

        var columns = samples.ToRows();
        var rows = samples.Rows + (alpha > 0 ? free.Count : 0);
        var (chosen, target) = (new double[rows * free.Count], new double[rows]);
        samples.Target(output).CopyTo(target);
        for (var k = 0; k < rows - samples.Rows; k++)
        {
            chosen[((samples.Rows + k) * free.Count) + k] = Math.Sqrt(alpha);
        }

        for (var row = 0; row < samples.Rows; row++)
        {
            for (var k = 0; k < free.Count; k++)
            {
                chosen[(row * free.Count) + k] = columns[(row * samples.Columns) + free[k]];
            }
        }

        var solution = new double[free.Count];
        LeastSquares.Solve(rows, free.Count, 1, chosen, free.Count, target, 1, solution.AsSpan(), 1, cancellation: cancellation);
        if (Array.TrueForAll(solution, v => v >= 0))
        {
            for (var k = 0; k < free.Count; k++)
            {
                w[free[k]] = solution[k];
            }
        }
    }
}
