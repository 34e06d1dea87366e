using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>x·Wᵀ + b for dense and sparse samples: what every linear model predicts by.</summary>
internal static class LinearScores
{
    /// <summary>The scores, (samples, outputs).</summary>
    /// <param name="x">Dense or sparse samples.</param>
    /// <param name="coefficients">(outputs, features).</param>
    /// <param name="intercept">(outputs,).</param>
    public static double[] Of(Features x, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> intercept)
    {
        var outputs = intercept.Length;
        var scores = new double[checked(x.Rows * outputs)];
        for (var row = 0; row < x.Rows; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var weights = coefficients.Slice(output * x.Columns, x.Columns);
                scores[(row * outputs) + output] = intercept[output] + (x.Kind == FeaturesKind.Sparse ? Dot(x.Sparse!, row, weights) : TensorPrimitives.Dot(x.Row(row), weights));
            }
        }

        return scores;
    }

    private static double Dot(SparseMatrix matrix, int row, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
        {
            sum += matrix.Values[i] * weights[matrix.ColumnIndices[i]];
        }

        return sum;
    }
}
