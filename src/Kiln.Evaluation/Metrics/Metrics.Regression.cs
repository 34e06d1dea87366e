namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>Mean of the squared differences (scikit-learn: <c>mean_squared_error</c>), in the square of the target's unit.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double MeanSquaredError(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        CheckLengths("mean squared error", truth.Length, predicted.Length);
        return SumOfSquares(truth, predicted) / truth.Length;
    }

    /// <summary>Mean of the absolute differences (scikit-learn: <c>mean_absolute_error</c>), in the target's unit.</summary>
    /// <inheritdoc cref="MeanSquaredError(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double MeanAbsoluteError(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        CheckLengths("mean absolute error", truth.Length, predicted.Length);
        return SumOfAbsolutes(truth, predicted) / truth.Length;
    }

    /// <summary>
    /// The coefficient of determination 1 − Σ(y − ŷ)² / Σ(y − ȳ)² (scikit-learn: <c>r2_score</c>): 1 is perfect, 0 is as good as always
    /// predicting the mean. When the truth is constant it is 1 for perfect predictions and 0 otherwise; of a single sample it is NaN.
    /// </summary>
    /// <inheritdoc cref="MeanSquaredError(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double R2(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        CheckLengths("r2", truth.Length, predicted.Length);
        if (truth.Length < 2)
        {
            return double.NaN;
        }

        var mean = 0.0;
        foreach (var value in truth)
        {
            mean += value;
        }

        mean /= truth.Length;
        var spread = 0.0;
        foreach (var value in truth)
        {
            spread += (value - mean) * (value - mean);
        }

        var error = SumOfSquares(truth, predicted);
        return spread == 0 ? (error == 0 ? 1 : 0) : 1 - (error / spread);
    }

    /// <summary>Σ (a − b)², summed pairwise so that the rounding error grows with log n only.</summary>
    internal static double SumOfSquares(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length > PairwiseBlock)
        {
            var half = a.Length / 2;
            return SumOfSquares(a[..half], b[..half]) + SumOfSquares(a[half..], b[half..]);
        }

        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var d = a[i] - b[i];
            sum += d * d;
        }

        return sum;
    }

    /// <summary>Σ |a − b|, summed pairwise.</summary>
    internal static double SumOfAbsolutes(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length > PairwiseBlock)
        {
            var half = a.Length / 2;
            return SumOfAbsolutes(a[..half], b[..half]) + SumOfAbsolutes(a[half..], b[half..]);
        }

        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return sum;
    }

    private const int PairwiseBlock = 128;
}
