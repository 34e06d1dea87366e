using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The dual of a ridge whose coefficients are 0 or more: w = max(0, Aᵀd), where d makes ½ α ‖d‖² + ½ ‖max(0, Aᵀd)‖² − b·d least. It is convex, and quadratic as long as the columns of positive
/// coefficients stay the same: Newton steps, each with an exact search along it, end on the right piece (O. L. Mangasarian, "A finite Newton method for classification", Optimization Methods and Software 17, 2002).
/// </summary>
/// <remarks>
/// Where b can be reached, what is left of it is αd, which may be less than the rounding of b − A·w: then the products of that with the columns, by which active sets choose them, are
/// rounding too. Here d is an unknown with digits of its own.
/// </remarks>
internal sealed class PositiveRidgeDual
{
    // Of the objective, relative.
    private const double Best = 1e-12;

    private const int MostSteps = 100;
    private const int MostRefinements = 3;
    private const int MostSearches = 60;

    private readonly int _rows;
    private readonly double _alpha;
    private readonly double[] _a;
    private readonly double[] _b;
    private readonly double[] _lengths;

    /// <summary>Takes the problem of one output.</summary>
    /// <param name="rows">Rows of A, no more than a few hundred: factors are as large.</param>
    /// <param name="a">A, (rows, columns), and what stands behind it is of no account.</param>
    /// <param name="b">b, (rows,).</param>
    /// <param name="columns">Columns of A.</param>
    /// <param name="alpha">α, more than 0.</param>
    public PositiveRidgeDual(int rows, double[] a, double[] b, int columns, double alpha)
    {
        (_rows, _a, _b, _alpha, _lengths) = (rows, a, b, alpha, new double[columns]);
        for (var row = 0; row < rows; row++)
        {
            var own = a.AsSpan(row * columns, columns);
            TensorPrimitives.MultiplyAdd(own, own, _lengths, _lengths);
        }

        TensorPrimitives.Sqrt(_lengths, _lengths);
    }

    /// <summary>Solves it.</summary>
    /// <param name="w">Any coefficients to begin with: the first piece is that of those above 0. Takes the best.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How far ‖A w − b‖² + α ‖w‖² is above its minimum, at most.</returns>
    public double Solve(Span<double> w, CancellationToken cancellation)
    {
        if (_rows == 0)
        {
            w.Clear();
            return 0;
        }

        var piece = Array.ConvertAll(w.ToArray(), v => v > 0);
        var (d, c, best) = (new double[_rows], new double[w.Length], double.PositiveInfinity);
        Refine(d, new double[w.Length], piece, cancellation);
        for (var step = 0; step < MostSteps; step++)
        {
            Along(d, c);
            for (var i = 0; i < c.Length; i++)
            {
                piece[i] = c[i] > 0;
            }

            var (target, found) = ((double[])d.Clone(), new double[c.Length]);
            TensorPrimitives.Max<double>(c, 0, found);
            Refine(target, found, piece, cancellation);
            TensorPrimitives.Max<double>(found, 0, found);
            var (gap, objective) = Gap(found, target);
            if (gap < best)
            {
                found.CopyTo(w);
                best = gap;
            }

            TensorPrimitives.Subtract(target, d, target);
            var length = gap <= Best * objective ? 0 : Search(d, c, target);
            if (!(length > 0))
            {
                break;
            }

            TensorPrimitives.MultiplyAdd(target, length, d, d);
        }

        return best;
    }

    /// <summary>(Σ (max(0, c) − α w)² − 2 α w min(0, c)) / α.</summary>
    /// <param name="c">Aᵀθ.</param>
    /// <param name="w">Of 0 or more.</param>
    /// <param name="alpha">α.</param>
    public static double Complement(ReadOnlySpan<double> c, ReadOnlySpan<double> w, double alpha)
    {
        var sum = 0.0;
        for (var i = 0; i < w.Length; i++)
        {
            var off = Math.Max(0, c[i]) - (alpha * w[i]);
            sum += (off * off) - (2 * alpha * w[i] * Math.Min(0, c[i]));
        }

        return sum / alpha;
    }

    /// <summary>
    /// How far ‖A w − b‖² + α ‖w‖² is above its minimum, at most, and what it is: the dual at any θ is 2 b·θ − ‖θ‖² − ‖max(0, Aᵀθ)‖² / α (J. Nocedal and S. Wright, "Numerical
    /// Optimization", 2006, section 12.9), and with θ = αd the difference is ‖b − A w − αd‖² and what <see cref="Complement"/> adds: no sum of large numbers that cancel.
    /// </summary>
    private (double Gap, double Objective) Gap(double[] w, double[] d)
    {
        var (c, left) = (new double[w.Length], new double[_rows]);
        TensorPrimitives.Multiply(d, _alpha, left);
        Along(left, c);
        var rest = Rest(w, d);
        var gap = TensorPrimitives.SumOfSquares<double>(rest) + Complement(c, w, _alpha);
        TensorPrimitives.Add(rest, left, rest);
        return (gap, TensorPrimitives.SumOfSquares<double>(rest) + (_alpha * TensorPrimitives.SumOfSquares<double>(w)));
    }

    /// <summary>b − A·w − αd.</summary>
    private double[] Rest(double[] w, double[] d)
    {
        var rest = new double[_rows];
        for (var row = 0; row < _rows; row++)
        {
            rest[row] = _b[row] - TensorPrimitives.Dot(_a.AsSpan(row * w.Length, w.Length), w) - (_alpha * d[row]);
        }

        return rest;
    }

    /// <summary>Aᵀ·d.</summary>
    private void Along(double[] d, double[] c)
    {
        Array.Clear(c);
        for (var row = 0; row < _rows; row++)
        {
            TensorPrimitives.MultiplyAdd(_a.AsSpan(row * c.Length, c.Length), d[row], c, c);
        }
    }

    /// <summary>
    /// Goes to the least value on a piece, (αI + A_P A_Pᵀ) d = b and w = A_Pᵀd, by the triangle of [A_Pᵀ; √α I]; each round brings the digits that the one before left. The coefficients are added up
    /// by themselves: the products of a column of large values with d may be right to fewer digits than what they come to.
    /// </summary>
    private void Refine(double[] d, double[] w, bool[] piece, CancellationToken cancellation)
    {
        var (n, m) = (piece.Length, _rows);
        var (r, order) = Triangle(piece);
        var (c, step, turned, last) = (new double[n], new double[m], new double[m], double.PositiveInfinity);
        for (var round = 0; round < MostRefinements; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var rest = Rest(w, d);
            var norm = TensorPrimitives.Norm<double>(rest);
            if (!(norm < 0.5 * last))
            {
                return;
            }

            last = norm;
            for (var i = 0; i < m; i++)
            {
                turned[i] = rest[order[i]];
            }

            TriangularMatrix.Solve<double>(m, 1, r, m, lower: false, transpose: true, unit: false, turned, 1);
            TriangularMatrix.Solve<double>(m, 1, r, m, lower: false, transpose: false, unit: false, turned, 1);
            for (var i = 0; i < m; i++)
            {
                step[order[i]] = turned[i];
            }

            TensorPrimitives.Add(d, step, d);
            Along(step, c);
            for (var i = 0; i < n; i++)
            {
                w[i] += piece[i] ? c[i] : 0;
            }
        }
    }

    /// <summary>
    /// R of [A_Pᵀ; √α I], the longest of its rows first and its columns in the order of what they add, by which the error of a row is relative to this row (A. J. Cox and N. J. Higham,
    /// "Stability of Householder QR factorization for weighted least squares problems", 1997).
    /// </summary>
    private (double[] R, int[] Order) Triangle(bool[] piece)
    {
        var (n, m, root) = (piece.Length, _rows, Math.Sqrt(_alpha));
        int[] features = [.. Enumerable.Range(0, n).Where(i => piece[i]).OrderByDescending(i => _lengths[i])];
        var longer = Array.FindIndex(features, i => _lengths[i] < root) is var first and >= 0 ? first : features.Length;
        var (matrix, count) = (new double[(features.Length + m) * m], features.Length + m);
        for (var i = 0; i < features.Length; i++)
        {
            var to = matrix.AsSpan((i < longer ? i : i + m) * m, m);
            for (var row = 0; row < m; row++)
            {
                to[row] = _a[(row * n) + features[i]];
            }
        }

        for (var row = 0; row < m; row++)
        {
            matrix[((longer + row) * m) + row] = root;
        }

        var (q, r, order) = (new double[count * m], new double[m * m], new int[m]);
        PivotedQr.Decompose<double>(count, m, matrix, m, q, m, m, r, m, order, 0);
        return (r, order);
    }

    /// <summary>How much of a step there is to go, up to 1, to the least value along it: where the derivative, which only rises, is 0.</summary>
    private double Search(double[] d, double[] c, double[] step)
    {
        var along = new double[c.Length];
        Along(step, along);
        var (square, start) = (_alpha * TensorPrimitives.SumOfSquares<double>(step), (_alpha * TensorPrimitives.Dot<double>(d, step)) - TensorPrimitives.Dot<double>(_b, step));
        var (low, high, length) = (0.0, 1.0, 1.0);
        for (var search = 0; search < MostSearches; search++)
        {
            var (slope, curvature) = (start + (length * square), square);
            for (var i = 0; i < c.Length; i++)
            {
                var value = c[i] + (length * along[i]);
                if (value > 0)
                {
                    slope += value * along[i];
                    curvature += along[i] * along[i];
                }
            }

            if (slope <= 0 && length == 1)
            {
                return 1;
            }

            (low, high) = slope > 0 ? (low, length) : (length, high);
            var next = length - (slope / curvature);
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - length) <= 1e-12 * length)
            {
                break;
            }

            length = next;
        }

        return length;
    }
}
