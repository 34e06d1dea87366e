namespace Kiln.Estimators;

/// <summary>Mean and biased variance of each column, missing values left out.</summary>
/// <param name="Means">The means.</param>
/// <param name="Variances">The variances, divided by n.</param>
/// <param name="Counts">The sum of weights of the values that are not missing.</param>
internal sealed record ColumnMoments(double[] Means, double[] Variances, double[] Counts)
{
    /// <summary>Two passes: the means first, then the squared distances from them, with the correction Σd² − (Σd)²/n for the rounding of the means (Chan, Golub and LeVeque 1983).</summary>
    /// <param name="x">Dense or sparse features.</param>
    /// <param name="weights">A weight for each row, or null.</param>
    public static ColumnMoments Of(Features x, double[]? weights) =>
        x.Kind == FeaturesKind.Sparse ? OfSparse(x.Sparse!, weights)
        : weights is null ? OfRows(x)
        : OfWeighted(x, weights);

    /// <summary>These moments and those of further rows, as if they had come together (Chan, Golub and LeVeque 1983, eq. 1.5).</summary>
    public ColumnMoments Join(ColumnMoments other)
    {
        var (means, variances, counts) = (new double[Means.Length], new double[Means.Length], new double[Means.Length]);
        for (var c = 0; c < means.Length; c++)
        {
            if (Counts[c] == 0 || other.Counts[c] == 0)
            {
                var only = Counts[c] == 0 ? other : this;
                (means[c], variances[c], counts[c]) = (only.Means[c], only.Variances[c], only.Counts[c]);
                continue;
            }

            counts[c] = Counts[c] + other.Counts[c];
            var (sum, newSum, ratio) = (Means[c] * Counts[c], other.Means[c] * other.Counts[c], Counts[c] / other.Counts[c]);
            means[c] = (sum + newSum) / counts[c];
            var between = (sum / ratio) - newSum;
            variances[c] = ((Variances[c] * Counts[c]) + (other.Variances[c] * other.Counts[c]) + (ratio / counts[c] * between * between)) / counts[c];
        }

        return new(means, variances, counts);
    }

    /// <summary>The standard deviations, with 1 for a constant column: one whose variance is within the rounding of its mean, n ε σ² + (n μ ε)², as in scikit-learn.</summary>
    public double[] Scales()
    {
        var scales = new double[Means.Length];
        for (var c = 0; c < scales.Length; c++)
        {
            var bound = (Counts[c] * Float64.Epsilon * Variances[c]) + Math.Pow(Counts[c] * Means[c] * Float64.Epsilon, 2);
            scales[c] = Variances[c] <= bound ? 1 : Math.Sqrt(Variances[c]);
        }

        return scales;
    }

    private static ColumnMoments OfRows(Features x)
    {
        var counts = new double[x.Columns];
        counts.AsSpan().Fill(x.Rows);
        var (sums, _) = ColumnFold.Run<SumTerms>(x, counts);
        if (!Inputs.AllFinite(sums))
        {
            // NaN makes its column's sum NaN, so the plain sums tell whether anything is missing; only then are the values looked at one by one.
            (sums, counts) = ColumnFold.Run<PresentSumTerms>(x, counts);
        }

        var means = Quotients(sums, counts);
        var (squares, rests) = ColumnFold.Run<DistanceTerms>(x, means);
        return new(means, Corrected(squares, rests, counts), counts);
    }

    private static ColumnMoments OfWeighted(Features x, double[] weights)
    {
        var columns = x.Columns;
        var (sums, counts) = (new double[columns], new double[columns]);
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Row(row);
            for (var c = 0; c < columns; c++)
            {
                if (!double.IsNaN(values[c]))
                {
                    sums[c] += weights[row] * values[c];
                    counts[c] += weights[row];
                }
            }
        }

        var means = Quotients(sums, counts);
        var (squares, rests) = (new double[columns], new double[columns]);
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Row(row);
            for (var c = 0; c < columns; c++)
            {
                var distance = values[c] - means[c];
                if (!double.IsNaN(distance))
                {
                    squares[c] += weights[row] * distance * distance;
                    rests[c] += weights[row] * distance;
                }
            }
        }

        return new(means, Corrected(squares, rests, counts), counts);
    }

    /// <summary>Stored values one by one; the zeros that are not stored by their weight.</summary>
    private static ColumnMoments OfSparse(SparseMatrix x, double[]? weights)
    {
        if (SparseMoments.Of(x, weights) is { } whole)
        {
            return whole;
        }

        // Some values are missing.
        var columns = x.ColumnCount;
        var (sums, counts, zeros) = (new double[columns], new double[columns], new double[columns]);
        zeros.AsSpan().Fill(weights is null ? x.RowCount : weights.Sum());
        zeros.CopyTo(counts, 0);
        for (var row = 0; row < x.RowCount; row++)
        {
            var weight = weights?[row] ?? 1;
            for (var i = x.RowStarts[row]; i < x.RowStarts[row + 1]; i++)
            {
                var (c, value) = (x.ColumnIndices[i], x.Values[i]);
                zeros[c] -= weight;
                if (double.IsNaN(value))
                {
                    counts[c] -= weight;
                }
                else
                {
                    sums[c] += weight * value;
                }
            }
        }

        var means = Quotients(sums, counts);
        var (squares, rests) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            (squares[c], rests[c]) = (zeros[c] * means[c] * means[c], -zeros[c] * means[c]);
        }

        for (var row = 0; row < x.RowCount; row++)
        {
            var weight = weights?[row] ?? 1;
            for (var i = x.RowStarts[row]; i < x.RowStarts[row + 1]; i++)
            {
                var c = x.ColumnIndices[i];
                var distance = x.Values[i] - means[c];
                if (!double.IsNaN(distance))
                {
                    squares[c] += weight * distance * distance;
                    rests[c] += weight * distance;
                }
            }
        }

        return new(means, Corrected(squares, rests, counts), counts);
    }

    private static double[] Quotients(double[] sums, double[] counts)
    {
        var quotients = new double[sums.Length];
        for (var c = 0; c < sums.Length; c++)
        {
            quotients[c] = sums[c] / counts[c];
        }

        return quotients;
    }

    internal static double[] Corrected(double[] squares, double[] rests, double[] counts)
    {
        var variances = new double[counts.Length];
        for (var c = 0; c < variances.Length; c++)
        {
            variances[c] = (squares[c] - (rests[c] * rests[c] / counts[c])) / counts[c];
        }

        return variances;
    }
}
