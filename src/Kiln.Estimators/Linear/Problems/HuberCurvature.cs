using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// The second derivatives of a Huber regression's objective, times σ/2: Σ s a aᵀ over the samples within ε scales, with a = (x, 1, r/σ) in scaled variables, and the penalty's. Samples beyond are on
/// straight pieces and have none.
/// </summary>
internal static unsafe class HuberCurvature
{
    /// <summary>Of (u, c), or of (u, c, σ).</summary>
    /// <param name="problem">The objective.</param>
    /// <param name="rests">r of each sample.</param>
    /// <param name="scale">σ.</param>
    /// <param name="withScale">Whether σ is a variable.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>(variables, variables), both triangles.</returns>
    public static double[] Of(HuberProblem problem, double[] rests, double scale, bool withScale, CancellationToken cancellation)
    {
        var columns = problem.Samples.Columns;
        var width = columns + (problem.HasIntercept ? 1 : 0) + (withScale ? 1 : 0);
        int[] within = [.. Enumerable.Range(0, rests.Length).Where(row => Math.Abs(rests[row]) <= problem.Epsilon * scale && (problem.Weights?[row] ?? 1) > 0)];
        var means = problem.Scaling.Means.ToArray();
        var products = within.Length == 0 ? new double[width * width] : SymmetricProducts.Sum(
            within.Length,
            width,
            (first, count, to, stride) =>
            {
                for (var i = 0; i < count; i++)
                {
                    var row = within[first + i];
                    var root = Math.Sqrt(problem.Weights?[row] ?? 1);
                    var line = new Span<double>(to + ((nint)i * stride), width);
                    Write(problem.Samples, row, means, root, line[..columns]);
                    if (problem.HasIntercept)
                    {
                        line[columns] = root;
                    }

                    if (withScale)
                    {
                        line[^1] = root * rests[row] / scale;
                    }
                }
            },
            cancellation);
        var deviations = problem.Scaling.Deviations;
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < width; j++)
            {
                products[(i * width) + j] /= (i < columns ? deviations[i] : 1) * (j < columns ? deviations[j] : 1);
            }

            products[(i * width) + i] += i < columns ? problem.Penalty(i) * scale : 0;
        }

        return products;
    }

    private static void Write(Features x, int row, double[] means, double root, Span<double> to)
    {
        if (x.Sparse is null)
        {
            fixed (double* from = x.Row(row), origin = means, target = to)
            {
                CentredRows.Write(from, to.Length, 1, to.Length, origin, &root, target, to.Length);
            }

            return;
        }

        TensorPrimitives.Multiply(means, -root, to);
        RowProducts.Add(x, row, root, to);
    }
}
