using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Least squares on columns of very different lengths, or of very different rounding. Which of them depend on each other is decided on columns of one length (A. van der Sluis, "Condition numbers and equilibration of
/// matrices", Numer. Math. 14, 1969): next to a column a million times as long, one that says something of its own looks like rounding; and the numbers of one that is small beside its mean
/// are rounding in digits that would count in another. The smallest coefficients are still those of the columns as they are.
/// </summary>
internal static class UnlikeColumns
{
    // How much of what is left of ‖b‖² smaller coefficients may add to it, relative; and the third power of it, of ‖b‖² itself, is rounding.
    private const double MostLoss = 1e-8;

    // The first solution is right to some ε times the ratio of the lengths; each further one brings as many digits again.
    private const int Refinements = 2;

    /// <summary>The coefficients, (outputs, features).</summary>
    /// <param name="rows">A and b; A is lost.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="outputs">How many b.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double[] Solve(IndependentRows rows, ColumnLengths columns, int outputs, CancellationToken cancellation)
    {
        var (m, k) = (rows.Count, columns.Order.Length);
        var noise = ColumnLengths.Noise(m, k);
        var (a, b, squares) = (rows.Unit(columns), rows.B, new double[outputs]);
        for (var i = 0; i < m * outputs; i++)
        {
            squares[i % outputs] += b[i] * b[i];
        }

        if (m > k)
        {
            (a, b) = Triangle(m, k, outputs, a, b, cancellation);
            m = k;
        }

        var w = new double[k * outputs];
        if (m < k || LeastSquares.Solve(m, k, outputs, a, k, b, outputs, w.AsSpan(), outputs, Math.Max(noise, columns.Rounding), cancellation) < k)
        {
            w = Smallest(m, outputs, a, b, squares, columns, noise, cancellation);
        }
        else
        {
            for (var i = 0; i < k; i++)
            {
                TensorPrimitives.Divide(w.AsSpan(i * outputs, outputs), columns.Lengths[i], w.AsSpan(i * outputs, outputs));
            }
        }

        return columns.ByOutput(w, outputs);
    }

    /// <summary>R and Qᵀb of a matrix with more rows than columns: the same problem on as many rows as there are columns.</summary>
    public static (double[] R, double[] B) Triangle(int m, int k, int outputs, ReadOnlySpan<double> a, ReadOnlySpan<double> b, CancellationToken cancellation)
    {
        var (q, r, turned) = (new double[m * k], new double[k * k], new double[k * outputs]);
        Qr.Decompose(m, k, a, k, q, k, k, r.AsSpan(), k, cancellation);
        MatMul.Multiply(k, outputs, m, q, k, true, b, outputs, false, turned, outputs);
        return (r, turned);
    }

    /// <summary>
    /// The w of smallest norm, (columns, outputs). With the r singular values of A·D that are more than rounding, A·w is nearest to b for every w of Vᵀ D⁻¹ w = Σ⁻¹Uᵀb, r equations that are
    /// independent. Of these w the smallest is that without a part along the other directions; but along one that is nearly 0 in A·D, short columns can be far from 0 in A: where the smallest w would
    /// make A·w worse, that direction is not gone along, and is one more equation.
    /// </summary>
    private static double[] Smallest(int m, int outputs, double[] a, double[] b, ReadOnlySpan<double> squares, ColumnLengths columns, double noise, CancellationToken cancellation)
    {
        var k = columns.Lengths.Length;
        var most = Math.Min(m, k);
        var (values, u, vt) = (new double[most], new double[m * most], new double[most * k]);
        Svd.Decompose<double>(m, k, a, k, values, u, most, vt, k, cancellation: cancellation);
        var directions = Enumerable.Range(0, most).Where(j => values[j] > noise * values[0] && values[j] > columns.RoundingAlong(vt.AsSpan(j * k, k))).ToList();

        // Σ⁻¹Uᵀb, and what is left of ‖b‖².
        var (known, left) = (new double[most * outputs], squares.ToArray());
        MatMul.Multiply(most, outputs, m, u, most, true, b, outputs, false, known, outputs);
        for (var j = 0; j < most; j++)
        {
            var own = known.AsSpan(j * outputs, outputs);
            if (!directions.Contains(j))
            {
                own.Clear();
                continue;
            }

            for (var output = 0; output < outputs; output++)
            {
                left[output] -= own[output] * own[output];
                own[output] /= values[j];
            }
        }

        for (var output = 0; output < outputs; output++)
        {
            left[output] = Math.Max(MostLoss * left[output], MostLoss * MostLoss * MostLoss * squares[output]);
        }

        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var w = Smallest(directions, vt, known, columns.Lengths, outputs);
            int[] costly = [.. Enumerable.Range(0, most).Where(j => !directions.Contains(j) && IsCostly(w, j))];
            if (costly.Length == 0)
            {
                return w;
            }

            directions.AddRange(costly);
        }

        bool IsCostly(double[] w, int j)
        {
            var along = new double[outputs];
            for (var i = 0; i < k; i++)
            {
                TensorPrimitives.MultiplyAdd(w.AsSpan(i * outputs, outputs), vt[(j * k) + i] * columns.Lengths[i] * values[j], along, along);
            }

            return Enumerable.Range(0, outputs).Any(output => along[output] * along[output] > left[output]);
        }
    }

    /// <summary>
    /// The smallest w of Vᵀ D⁻¹ w = y, which lies in the span of D⁻¹V. That is factored with its longest rows first and by columns in the order of what they add, by which the error of a row
    /// is relative to this row (A. J. Cox and N. J. Higham, "Stability of Householder QR factorization for weighted least squares problems", Numerical Analysis 1997).
    /// </summary>
    private static double[] Smallest(List<int> directions, double[] vt, double[] known, double[] lengths, int outputs)
    {
        var (k, rank) = (lengths.Length, directions.Count);
        var w = new double[k * outputs];
        if (rank == 0)
        {
            return w;
        }

        var (basis, y) = (new double[k * rank], new double[rank * outputs]);
        for (var j = 0; j < rank; j++)
        {
            known.AsSpan(directions[j] * outputs, outputs).CopyTo(y.AsSpan(j * outputs));
            for (var i = 0; i < k; i++)
            {
                basis[(i * rank) + j] = vt[(directions[j] * k) + i] * lengths[i];
            }
        }

        var (q, r, order) = (new double[k * rank], new double[rank * rank], new int[rank]);
        PivotedQr.Decompose<double>(k, rank, basis, rank, q, rank, rank, r, rank, order, 0);
        var (rest, turned) = (y, new double[rank * outputs]);
        for (var step = 0; step <= Refinements; step++)
        {
            for (var j = 0; j < rank; j++)
            {
                rest.AsSpan(order[j] * outputs, outputs).CopyTo(turned.AsSpan(j * outputs));
            }

            TriangularMatrix.Solve<double>(rank, outputs, r, rank, lower: false, transpose: true, unit: false, turned, outputs);
            MatMul.Multiply(k, outputs, rank, q, rank, false, turned, outputs, false, w, outputs, accumulate: true);
            rest = new double[rank * outputs];
            MatMul.Multiply(rank, outputs, k, basis, rank, true, w, outputs, false, rest, outputs);
            TensorPrimitives.Subtract(y, rest, rest);
        }

        return w;
    }
}
