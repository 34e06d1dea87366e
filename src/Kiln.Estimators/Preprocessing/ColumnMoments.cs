namespace Kiln.Estimators;

/// <summary>Mean and biased variance of each column, missing values left out.</summary>
/// <param name="Means">The means.</param>
/// <param name="Variances">The variances, divided by n.</param>
/// <param name="Counts">The sum of weights of the values that are not missing.</param>
internal sealed record ColumnMoments(double[] Means, double[] Variances, double[] Counts)
{
    /// <summary>Two passes: the means first, then the squared distances from them, with the correction Σd² − (Σd)²/n for the rounding of the means (Chan, Golub and LeVeque 1983).</summary>
    public static ColumnMoments Of(Features x, double[]? weights)
    {
        var columns = x.Columns;
        var (sums, counts) = (new double[columns], new double[columns]);
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Row(row);
            var weight = weights?[row] ?? 1;
            for (var c = 0; c < columns; c++)
            {
                if (!double.IsNaN(values[c]))
                {
                    sums[c] += weight * values[c];
                    counts[c] += weight;
                }
            }
        }

        var means = new double[columns];
        for (var c = 0; c < columns; c++)
        {
            means[c] = sums[c] / counts[c];
        }

        var (squares, rests) = (new double[columns], new double[columns]);
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Row(row);
            var weight = weights?[row] ?? 1;
            for (var c = 0; c < columns; c++)
            {
                var distance = values[c] - means[c];
                if (!double.IsNaN(distance))
                {
                    squares[c] += weight * distance * distance;
                    rests[c] += weight * distance;
                }
            }
        }

        var variances = new double[columns];
        for (var c = 0; c < columns; c++)
        {
            variances[c] = (squares[c] - (rests[c] * rests[c] / counts[c])) / counts[c];
        }

        return new(means, variances, counts);
    }

    /// <summary>The standard deviations, with 1 for a constant column: one whose variance is within the rounding of its mean, n ε σ² + (n μ ε)², as in scikit-learn.</summary>
    public double[] Scales()
    {
        var scales = new double[Means.Length];
        for (var c = 0; c < scales.Length; c++)
        {
            var epsilon = Math.BitIncrement(1.0) - 1;
            var bound = (Counts[c] * epsilon * Variances[c]) + Math.Pow(Counts[c] * Means[c] * epsilon, 2);
            scales[c] = Variances[c] <= bound ? 1 : Math.Sqrt(Variances[c]);
        }

        return scales;
    }
}
