namespace Kiln.Estimators;

/// <summary>The mean of a target by category, drawn towards the mean of all (Micci-Barreca 2001; the automatic amount as scikit-learn documents it).</summary>
internal static class TargetMeans
{
    /// <summary>The encoding of each category, and the mean of all, from some of the samples.</summary>
    /// <param name="codes">The category of each sample; −1 for none.</param>
    /// <param name="categories">How many categories there are.</param>
    /// <param name="target">The target of each sample.</param>
    /// <param name="rows">The samples to learn from.</param>
    /// <param name="smooth">How many samples the mean of all counts as; null for the amount that the variances suggest.</param>
    public static (double[] Encodings, double Mean) Of(int[] codes, int categories, double[] target, ReadOnlySpan<int> rows, double? smooth)
    {
        var mean = 0.0;
        var (sums, counts) = (new double[categories], new double[categories]);
        foreach (var row in rows)
        {
            mean += target[row];
            if (codes[row] >= 0)
            {
                sums[codes[row]] += target[row];
                counts[codes[row]]++;
            }
        }

        mean /= rows.Length;
        var (variance, squares) = (0.0, new double[categories]);
        foreach (var row in rows)
        {
            variance += (target[row] - mean) * (target[row] - mean);
            if (codes[row] >= 0)
            {
                var distance = target[row] - (sums[codes[row]] / counts[codes[row]]);
                squares[codes[row]] += distance * distance;
            }
        }

        variance /= rows.Length;
        var encodings = new double[categories];
        for (var k = 0; k < categories; k++)
        {
            if (smooth is { } amount)
            {
                encodings[k] = counts[k] + amount == 0 ? mean : (sums[k] + (amount * mean)) / (counts[k] + amount);
                continue;
            }

            var share = variance * counts[k] / ((variance * counts[k]) + (squares[k] / counts[k]));
            encodings[k] = double.IsNaN(share) ? mean : (share * (sums[k] / counts[k])) + ((1 - share) * mean);
        }

        return (encodings, mean);
    }
}
