namespace Kiln.Estimators;

/// <summary>
/// About the diagonal of a linear model's Hessian, for features of different scales: a feature counts as if all its values were as large as those that are not 0. (A
/// feature that is mostly 0 is rare, not small: taken as it is, its coefficient would run ahead of the others.)
/// </summary>
internal static unsafe class ColumnCurvature
{
    /// <summary>1 / (curvature · Σ sᵢ · x̄ⱼ² + l2) for each feature, where x̄ⱼ² is the mean square of what is not 0, once for each output, then 1 / (curvature · intercept · Σ sᵢ) for each output.</summary>
    public static double[] Inverse(in SampleView x, double[] weights, double curvature, double l2, int outputs, double? intercept)
    {
        var (squares, present) = (new double[x.Columns], new double[x.Columns]);
        var total = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            total += weights[row];
            if (x.IsSparse)
            {
                for (var at = x.Starts[row]; at < x.Starts[row + 1]; at++)
                {
                    squares[x.Indices[at]] += weights[row] * x.Values[at] * x.Values[at];
                    present[x.Indices[at]] += x.Values[at] != 0 ? weights[row] : 0;
                }
            }
            else
            {
                Add(x.Row(row), weights[row], squares, present);
            }
        }

        var inverse = new double[outputs * (x.Columns + (intercept is null ? 0 : 1))];
        for (var j = 0; j < x.Columns; j++)
        {
            var own = (present[j] > 0 ? curvature * squares[j] * (total / present[j]) : 0) + l2;
            for (var k = 0; k < outputs; k++)
            {
                inverse[(k * x.Columns) + j] = own > 1e-100 ? 1 / own : 1;
            }
        }

        if (intercept is not null)
        {
            inverse.AsSpan(outputs * x.Columns).Fill(1 / Math.Max(curvature * intercept.Value * total, 1e-100));
        }

        return inverse;
    }

    private static void Add(double* row, double weight, double[] squares, double[] present)
    {
        for (var j = 0; j < squares.Length; j++)
        {
            squares[j] += weight * row[j] * row[j];
            present[j] += row[j] != 0 ? weight : 0;
        }
    }
}
