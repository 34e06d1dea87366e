using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Dense features that lie far from 0 beside how much they vary, such as years or timestamps: an intercept that is not penalized can hardly be told from them, and descents creep along
/// a narrow valley until rounding stops them. Solvers get them moved to about 0; the model is the same, because b + w·x = (b + w·m) + w·(x − m).
/// </summary>
internal static unsafe class FarColumns
{
    // A mean of so many deviations. What is nearer is solved as it is.
    private const double Far = 100;

    /// <summary>Solves with far columns moved; the start and the result are those of the samples as they are.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="outputs">Rows of coefficients in a point: (outputs, features), then an intercept for each.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="solve">Solves for samples from a point.</param>
    public static SolverResult Solve(SampleView x, int outputs, double[] start, Func<SampleView, double[], SolverResult> solve)
    {
        var means = Of(x);
        if (means is null)
        {
            return solve(x, start);
        }

        fixed (double* values = Moved(x, means))
        {
            var result = solve(new SampleView(values, null, null, x.Rows, x.Columns), Move(start, outputs, means, 1));
            return result with { Point = Move(result.Point, outputs, means, -1) };
        }
    }

    /// <summary>The means of the columns that are far, 0 of the others; null where none is.</summary>
    /// <param name="means">Of each column.</param>
    /// <param name="deviations">Of each column; 0 of one that does not vary.</param>
    public static double[]? Of(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var (far, isAny) = (new double[means.Length], false);
        for (var j = 0; j < far.Length; j++)
        {
            if (Math.Abs(means[j]) > Far * deviations[j] && deviations[j] > 0)
            {
                (far[j], isAny) = (means[j], true);
            }
        }

        return isAny ? far : null;
    }

    /// <summary>Dense samples less the means.</summary>
    public static double[] Moved(SampleView x, double[] means)
    {
        var moved = new double[checked(x.Rows * x.Columns)];
        RowBlocks.Run(x.Rows, x.Stored, (first, end) =>
        {
            for (var row = first; row < end; row++)
            {
                TensorPrimitives.Subtract(new ReadOnlySpan<double>(x.Row(row), x.Columns), means, moved.AsSpan(row * x.Columns, x.Columns));
            }
        });
        return moved;
    }

    private static double[]? Of(SampleView x)
    {
        if (x.IsSparse)
        {
            return null;
        }

        // Distances from the first sample: their squares do not lose what varies to what does not.
        var (columns, sums) = (x.Columns, new double[2 * x.Columns]);
        RowBlocks.Sum(x.Rows, 2 * x.Stored, sums, (start, end, partial) =>
        {
            var origin = new ReadOnlySpan<double>(x.Row(0), columns);
            var distances = new double[columns];
            for (var row = start; row < end; row++)
            {
                TensorPrimitives.Subtract(new ReadOnlySpan<double>(x.Row(row), columns), origin, distances);
                TensorPrimitives.Add(partial[..columns], distances, partial[..columns]);
                TensorPrimitives.MultiplyAdd(distances, distances, partial[columns..], partial[columns..]);
            }
        });
        var (means, deviations) = (new double[columns], new double[columns]);
        for (var j = 0; j < columns; j++)
        {
            var shift = sums[j] / x.Rows;
            means[j] = x.Row(0)[j] + shift;
            deviations[j] = Math.Sqrt(Math.Max(0, (sums[columns + j] / x.Rows) - (shift * shift)));
        }

        return Of(means, deviations);
    }

    private static double[] Move(double[] point, int outputs, double[] means, double sign)
    {
        var moved = point.ToArray();
        for (var k = 0; k < outputs; k++)
        {
            moved[(outputs * means.Length) + k] += sign * TensorPrimitives.Dot<double>(point.AsSpan(k * means.Length, means.Length), means);
        }

        return moved;
    }
}
