using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Few samples of more features: coefficients whose squares are penalized are sums of samples (the representer theorem; G. Kimeldorf and G. Wahba, J. Math. Anal. Appl. 33, 1971), so
/// there are as many variables as samples and no more. Xᵀ·P = Q·R with its columns pivoted and its rows in descending order, which keeps the digits of features of any scale (A. Cox and
/// N. Higham, "Stability of Householder QR factorization for weighted least squares problems", 1998); solvers get the samples P·Rᵀ, on which the penalty of v is that of w = Q·v.
/// </summary>
internal sealed unsafe class RowSpace
{
    // Multiplications of the factorization: a few milliseconds, which shorter samples give back.
    private const long MostWork = 1 << 22;

    private readonly double[] _basis;
    private readonly int[] _order;

    private RowSpace(double[] samples, double[] basis, int[] order) => (Samples, _basis, _order) = (samples, basis, order);

    /// <summary>The samples in the basis, (rows, rows).</summary>
    public double[] Samples { get; }

    private int Dimensions => _basis.Length / _order.Length;

    /// <summary>Solves on short samples where that pays; the start and the result are those of the samples as they are.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="outputs">Rows of coefficients in a point: (outputs, features), then what is not penalized.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="solve">Solves for samples from a point.</param>
    public static SolverResult Solve(SampleView x, int outputs, double[] start, Func<SampleView, double[], SolverResult> solve)
    {
        if (Of(x) is not { } space)
        {
            return solve(x, start);
        }

        fixed (double* values = space.Samples)
        {
            var result = solve(new SampleView(values, null, null, x.Rows, space.Dimensions), space.Into(start, outputs));
            return result with { Point = space.Back(result.Point, outputs) };
        }
    }

    /// <summary>Solves from 0 where the intercept is the penalized coefficient of a constant feature, the last element of a point where there is one.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="bias">The constant feature; 0 for none.</param>
    /// <param name="solve">Solves for samples and a constant feature.</param>
    public static SolverResult Solve(SampleView x, double bias, Func<SampleView, double, SolverResult> solve)
    {
        if (Of(x, bias) is not { } space)
        {
            return solve(x, bias);
        }

        fixed (double* values = space.Samples)
        {
            var result = solve(new SampleView(values, null, null, x.Rows, space.Dimensions), 0);
            return result with { Point = space.Back(result.Point, 1) };
        }
    }

    /// <summary>The basis of samples; null where it does not pay.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="bias">One more feature, which is constant; 0 for none.</param>
    public static RowSpace? Of(SampleView x, double bias = 0)
    {
        var (rows, columns) = (x.Rows, x.Columns + (bias == 0 ? 0 : 1));
        if (rows >= columns || (long)rows * rows * columns > MostWork)
        {
            return null;
        }

        var byColumn = ByColumn(x, bias, columns);
        var (sizes, order) = (new double[columns], new int[columns]);
        for (var j = 0; j < columns; j++)
        {
            order[j] = j;
            sizes[j] = -Math.Abs(TensorPrimitives.MaxMagnitude<double>(byColumn.AsSpan(j * rows, rows)));
        }

        Array.Sort(sizes, order);
        var turned = new double[columns * rows];
        for (var j = 0; j < columns; j++)
        {
            byColumn.AsSpan(order[j] * rows, rows).CopyTo(turned.AsSpan(j * rows));
        }

        var (basis, triangle, pivots, samples) = (new double[columns * rows], new double[rows * rows], new int[rows], new double[rows * rows]);
        PivotedQr.Decompose<double>(columns, rows, turned, rows, basis, rows, rows, triangle, rows, pivots);
        for (var i = 0; i < rows; i++)
        {
            for (var d = 0; d <= i; d++)
            {
                samples[(pivots[i] * rows) + d] = triangle[(d * rows) + i];
            }
        }

        return new(samples, basis, order);
    }

    private static double[] ByColumn(SampleView x, double bias, int columns)
    {
        var turned = new double[columns * x.Rows];
        turned.AsSpan(x.Columns * x.Rows).Fill(bias);
        for (var row = 0; row < x.Rows; row++)
        {
            var (first, end) = x.IsSparse ? (x.Starts[row], x.Starts[row + 1]) : (row * x.Columns, (row + 1) * x.Columns);
            for (var i = first; i < end; i++)
            {
                turned[((x.IsSparse ? x.Indices[i] : i - first) * x.Rows) + row] += x.Values[i];
            }
        }

        return turned;
    }

    /// <summary>A point of the samples as they are in the basis; what of it is not a sum of samples is left out.</summary>
    /// <param name="point">(outputs, features), then what is not penalized.</param>
    /// <param name="outputs">Rows of coefficients.</param>
    public double[] Into(ReadOnlySpan<double> point, int outputs)
    {
        var (columns, size) = (_order.Length, Dimensions);
        var into = new double[(outputs * size) + point.Length - (outputs * columns)];
        for (var k = 0; k < outputs; k++)
        {
            for (var j = 0; j < columns; j++)
            {
                TensorPrimitives.MultiplyAdd(_basis.AsSpan(j * size, size), point[(k * columns) + _order[j]], into.AsSpan(k * size, size), into.AsSpan(k * size, size));
            }
        }

        point[(outputs * columns)..].CopyTo(into.AsSpan(outputs * size));
        return into;
    }

    /// <summary>A point in the basis as one of the samples as they are.</summary>
    /// <param name="point">(outputs, rows), then what is not penalized.</param>
    /// <param name="outputs">Rows of coefficients.</param>
    public double[] Back(ReadOnlySpan<double> point, int outputs)
    {
        var (columns, size) = (_order.Length, Dimensions);
        var back = new double[(outputs * columns) + point.Length - (outputs * size)];
        for (var k = 0; k < outputs; k++)
        {
            for (var j = 0; j < columns; j++)
            {
                back[(k * columns) + _order[j]] = TensorPrimitives.Dot(_basis.AsSpan(j * size, size), point.Slice(k * size, size));
            }
        }

        point[(outputs * size)..].CopyTo(back.AsSpan(outputs * columns));
        return back;
    }
}
