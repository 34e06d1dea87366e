using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// A and b without the rows that cannot say anything: those of weight 0, and with an intercept one direction of the others. There the weighted sum of the centred samples is 0, but what
/// rounding leaves of it would pass for one more row where there are more features than samples.
/// </summary>
/// <param name="Count">How many rows are left.</param>
/// <param name="A">(rows, features), row after row; what stands behind them is of no account.</param>
/// <param name="B">(rows, outputs), as well.</param>
internal sealed record IndependentRows(int Count, double[] A, double[] B)
{
    public static IndependentRows Of(CentredSamples samples)
    {
        var (n, outputs) = (samples.Columns, samples.Outputs);
        var (a, b) = (samples.ToRows(), samples.TargetRows());
        var (count, roots) = (samples.Rows, samples.Roots);
        if (roots is not null && Array.IndexOf(roots, 0) >= 0)
        {
            count = 0;
            for (var row = 0; row < samples.Rows; row++)
            {
                if (roots[row] > 0)
                {
                    a.AsSpan(row * n, n).CopyTo(a.AsSpan(count * n));
                    b.AsSpan(row * outputs, outputs).CopyTo(b.AsSpan(count++ * outputs));
                }
            }

            roots = Array.FindAll(roots, root => root > 0);
        }

        if (!samples.IsCentred)
        {
            return new(count, a, b);
        }

        var direction = new double[count];
        TensorPrimitives.Divide(roots ?? Ones(count), roots is null ? Math.Sqrt(count) : TensorPrimitives.Norm<double>(roots), direction);
        Reflect(direction, a, n);
        Reflect(direction, b, outputs);
        return new(count - 1, a, b);
    }

    /// <summary>The columns of A that are named, in their order and each one long; A itself is lost.</summary>
    /// <param name="columns">Which, and how long they are.</param>
    /// <returns>(rows, columns named).</returns>
    public double[] Unit(ColumnLengths columns)
    {
        var (k, n) = (columns.Order.Length, columns.Features);
        var row = new double[n];
        for (var i = 0; i < Count; i++)
        {
            A.AsSpan(i * n, n).CopyTo(row);
            var to = A.AsSpan(i * k, k);
            for (var j = 0; j < k; j++)
            {
                to[j] = row[columns.Order[j]] / columns.Lengths[j];
            }
        }

        return A;
    }

    /// <summary>
    /// Multiplies by the Householder matrix that takes a direction of length 1, none of whose elements is negative, to the last row: that row then holds what there was along the direction, and
    /// the rows before it all the rest.
    /// </summary>
    private static void Reflect(ReadOnlySpan<double> direction, Span<double> rows, int width)
    {
        // v = q + e, and 2 vvᵀ / vᵀv = vvᵀ / (1 + q_last).
        var last = direction.Length - 1;
        var sum = rows.Slice(last * width, width).ToArray();
        for (var row = 0; row <= last; row++)
        {
            TensorPrimitives.MultiplyAdd(rows.Slice(row * width, width), direction[row], sum, sum);
        }

        TensorPrimitives.Divide(sum, 1 + direction[last], sum);
        for (var row = 0; row < last; row++)
        {
            TensorPrimitives.MultiplyAdd(sum, -direction[row], rows.Slice(row * width, width), rows.Slice(row * width, width));
        }
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
