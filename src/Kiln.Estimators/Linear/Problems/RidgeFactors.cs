using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// A ridge by orthogonal factors, where products of samples or features have lost too many digits: least squares with √α·I below A. The factors of A serve for every α. With as many samples as
/// features or more they are those of the columns at one length; with fewer, those of Aᵀ, w = Q·y, with the longest features first and the samples in the order of what they add, by
/// which the error of a feature is relative to this feature (A. J. Cox and N. J. Higham, "Stability of Householder QR factorization for weighted least squares problems", 1997).
/// </summary>
internal static class RidgeFactors
{
    /// <summary>The coefficients, (outputs, features).</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="alphas">α of each output; where it is 0 the smallest coefficients among the best.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double[] Solve(CentredSamples samples, ReadOnlySpan<double> alphas, CancellationToken cancellation) =>
        Solve(samples, 0, alphas, cancellation);

    /// <summary>The coefficients of some outputs, (outputs asked for, features).</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="alphas">α of each of them.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double[] Solve(CentredSamples samples, int first, ReadOnlySpan<double> alphas, CancellationToken cancellation)
    {
        var (n, outputs) = (samples.Columns, samples.Outputs);
        var (rows, columns) = (IndependentRows.Of(samples), ColumnLengths.Of(samples));
        var (k, isWide) = (columns.Order.Length, rows.Count < columns.Order.Length);
        var coefficients = new double[alphas.Length * n];
        var reduced = Math.Min(rows.Count, k) == 0 ? null : isWide ? ByRows(rows, columns, outputs, cancellation) : ByColumns(rows, columns, outputs, cancellation);
        double[]? plain = null;
        for (var i = 0; i < alphas.Length; i++)
        {
            var output = first + i;
            var w = coefficients.AsSpan(i * n, n);
            if (alphas[i] == 0)
            {
                plain ??= LeastSquaresSolver.Factor(samples, cancellation);
                plain.AsSpan(output * n, n).CopyTo(w);
            }
            else if (reduced is not null)
            {
                var y = reduced.Solve(output, outputs, alphas[i], cancellation);
                for (var j = 0; j < k; j++)
                {
                    w[columns.Order[j]] = isWide ? TensorPrimitives.Dot(reduced.Basis.AsSpan(j * reduced.Size, reduced.Size), y) : y[j] / columns.Lengths[j];
                }
            }
        }

        return coefficients;
    }

    private static Reduced ByColumns(IndependentRows rows, ColumnLengths columns, int outputs, CancellationToken cancellation)
    {
        var k = columns.Order.Length;
        var (r, b) = UnlikeColumns.Triangle(rows.Count, k, outputs, rows.Unit(columns), rows.B, cancellation);
        return new(k, r, b, Array.ConvertAll(columns.Lengths, length => 1 / length), null);
    }

    private static Reduced ByRows(IndependentRows rows, ColumnLengths columns, int outputs, CancellationToken cancellation)
    {
        var (m, k) = (rows.Count, columns.Order.Length);
        var turned = new double[k * m];
        for (var row = 0; row < m; row++)
        {
            for (var i = 0; i < k; i++)
            {
                turned[(i * m) + row] = rows.A[(row * columns.Features) + columns.Order[i]];
            }
        }

        cancellation.ThrowIfCancellationRequested();
        var (q, r, order) = (new double[k * m], new double[m * m], new int[m]);
        PivotedQr.Decompose<double>(k, m, turned, m, q, m, m, r, m, order, 0);
        var (lower, b, ones) = (new double[m * m], new double[m * outputs], new double[m]);
        for (var i = 0; i < m; i++)
        {
            ones[i] = 1;
            rows.B.AsSpan(order[i] * outputs, outputs).CopyTo(b.AsSpan(i * outputs));
            for (var j = 0; j <= i; j++)
            {
                lower[(i * m) + j] = r[(j * m) + i];
            }
        }

        return new(m, lower, b, ones, q);
    }

    /// <summary>The least ‖T y − c‖² + α ‖S y‖².</summary>
    /// <param name="Size">Rows and columns of T.</param>
    /// <param name="T">T.</param>
    /// <param name="Right">c of every output, (size, outputs).</param>
    /// <param name="S">The diagonal of S.</param>
    /// <param name="Basis">What y are the coordinates in, (columns, size); null for the columns at one length.</param>
    private sealed record Reduced(int Size, double[] T, double[] Right, double[] S, double[]? Basis)
    {
        public double[] Solve(int output, int outputs, double alpha, CancellationToken cancellation)
        {
            var (below, root) = (Size * Size, Math.Sqrt(alpha));
            var (all, right, units, y) = (new double[2 * below], new double[2 * Size], new double[Size], new double[Size]);
            T.CopyTo(all, 0);
            for (var i = 0; i < Size; i++)
            {
                right[i] = Right[(i * outputs) + output];
                all[below + (i * Size) + i] = root * S[i];
                units[i] = alpha * S[i] * S[i];
            }

            for (var i = 0; i < below; i++)
            {
                units[i % Size] += T[i] * T[i];
            }

            for (var i = 0; i < Size; i++)
            {
                units[i] = 1 / Math.Sqrt(units[i]);
            }

            for (var i = 0; i < 2 * Size; i++)
            {
                TensorPrimitives.Multiply(all.AsSpan(i * Size, Size), units, all.AsSpan(i * Size, Size));
            }

            // √α below makes every column independent of the others, however little.
            LeastSquares.Solve(2 * Size, Size, 1, all, Size, right, 1, y.AsSpan(), 1, 0, cancellation);
            TensorPrimitives.Multiply(y, units, y);
            return y;
        }
    }
}
