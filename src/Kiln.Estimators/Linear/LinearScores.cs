using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>x·Wᵀ + b for dense and sparse samples: what every linear model predicts by.</summary>
internal static class LinearScores
{
    // From here on a matrix product is faster than a dot product for each score.
    private const int LeastForProduct = 4;

    /// <summary>The scores, (samples, outputs).</summary>
    /// <param name="x">Dense or sparse samples.</param>
    /// <param name="coefficients">(outputs, features).</param>
    /// <param name="intercept">(outputs,).</param>
    public static double[] Of(Features x, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> intercept) =>
        Of(x, coefficients.ToArray(), intercept.ToArray());

    private static double[] Of(Features x, double[] coefficients, double[] intercept)
    {
        var (outputs, columns) = (intercept.Length, x.Columns);
        var scores = new double[checked(x.Rows * outputs)];
        if (x.Sparse is { } sparse)
        {
            RowBlocks.Run(x.Rows, (long)(sparse.StoredCount + x.Rows) * outputs, (start, end) => Sparse(sparse, coefficients, intercept, start, end, scores));
        }
        else if (outputs < LeastForProduct || x.Rows == 1)
        {
            RowBlocks.Run(x.Rows, (long)x.Rows * columns * outputs, (start, end) =>
            {
                for (var row = start; row < end; row++)
                {
                    var values = x.Row(row);
                    for (var output = 0; output < outputs; output++)
                    {
                        scores[(row * outputs) + output] = intercept[output] + TensorPrimitives.Dot(values, coefficients.AsSpan(output * columns, columns));
                    }
                }
            });
        }
        else
        {
            MatMul.Multiply(x.Rows, outputs, columns, x.Values, columns, false, coefficients, columns, true, scores, outputs, bias: intercept);
        }

        return scores;
    }

    private static void Sparse(SparseMatrix matrix, double[] coefficients, double[] intercept, int start, int end, double[] scores)
    {
        var outputs = intercept.Length;
        var starts = matrix.RowStarts;
        var columns = matrix.ColumnIndices;
        var values = matrix.Values;
        for (var row = start; row < end; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var weights = coefficients.AsSpan(output * matrix.ColumnCount, matrix.ColumnCount);
                var sum = intercept[output];
                for (var i = starts[row]; i < starts[row + 1]; i++)
                {
                    sum += values[i] * weights[columns[i]];
                }

                scores[(row * outputs) + output] = sum;
            }
        }
    }
}
