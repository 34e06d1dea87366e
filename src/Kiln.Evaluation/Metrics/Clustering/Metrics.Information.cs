namespace Kiln.Evaluation;

/// <summary>How the entropies of two groupings become one, by which mutual information is divided (scikit-learn: <c>average_method</c>).</summary>
public enum EntropyAverage
{
    /// <summary>The mean.</summary>
    Arithmetic,

    /// <summary>The root of the product.</summary>
    Geometric,

    /// <summary>The lesser.</summary>
    Minimum,

    /// <summary>The greater.</summary>
    Maximum,
}

public static partial class Metrics
{
    /// <summary>How much one grouping tells about another, in nats (scikit-learn: <c>mutual_info_score</c>).</summary>
    /// <param name="truth">True group of each sample; any integers.</param>
    /// <param name="predicted">The group it was given; the numbers need not agree with those of the truth.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double MutualInformation(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) =>
        Information(Contingency.Of("mutual information", truth, predicted));

    /// <summary>Mutual information as a share of the groupings' entropy, 0 to 1 (scikit-learn: <c>normalized_mutual_info_score</c>).</summary>
    /// <param name="truth">True group of each sample; any integers.</param>
    /// <param name="predicted">The group it was given; the numbers need not agree with those of the truth.</param>
    /// <param name="average">How the two entropies become one. Default: their mean.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double NormalizedMutualInformation(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, EntropyAverage average = EntropyAverage.Arithmetic)
    {
        var table = Contingency.Of("normalized mutual information", truth, predicted);
        if (table.Rows.Length == 1 && table.Columns.Length == 1)
        {
            return 1;
        }

        var information = Information(table);
        return information == 0 ? 0 : information / Combine(Entropy(table.Rows), Entropy(table.Columns), average);
    }

    /// <summary>
    /// Mutual information on a scale on which chance is 0 and full agreement 1 (scikit-learn: <c>adjusted_mutual_info_score</c>). N. Vinh, J.
    /// Epps and J. Bailey, Information Theoretic Measures for Clusterings Comparison, 2010.
    /// </summary>
    /// <inheritdoc cref="NormalizedMutualInformation(ReadOnlySpan{int}, ReadOnlySpan{int}, EntropyAverage)"/>
    public static double AdjustedMutualInformation(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, EntropyAverage average = EntropyAverage.Arithmetic)
    {
        var table = Contingency.Of("adjusted mutual information", truth, predicted);
        if (table.Rows.Length == 1 && table.Columns.Length == 1)
        {
            return 1;
        }

        var expected = ExpectedInformation.Of(table);
        var range = Combine(Entropy(table.Rows), Entropy(table.Columns), average) - expected;

        // Kept off zero, on the side on which it is.
        range = range < 0 ? Math.Min(range, -Float64.Epsilon) : Math.Max(range, Float64.Epsilon);
        return (Information(table) - expected) / range;
    }

    /// <summary>How far each given group holds samples of one true group only, 0 to 1 (scikit-learn: <c>homogeneity_score</c>).</summary>
    /// <inheritdoc cref="MutualInformation(ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public static double Homogeneity(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) =>
        HomogeneityCompletenessV("homogeneity", truth, predicted, 1).Homogeneity;

    /// <summary>How far the samples of each true group are in one given group, 0 to 1 (scikit-learn: <c>completeness_score</c>).</summary>
    /// <inheritdoc cref="MutualInformation(ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public static double Completeness(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) =>
        HomogeneityCompletenessV("completeness", truth, predicted, 1).Completeness;

    /// <summary>
    /// The harmonic mean of homogeneity and completeness (scikit-learn: <c>v_measure_score</c>). A. Rosenberg and J. Hirschberg, V-Measure,
    /// 2007.
    /// </summary>
    /// <param name="truth">True group of each sample; any integers.</param>
    /// <param name="predicted">The group it was given; the numbers need not agree with those of the truth.</param>
    /// <param name="beta">How much more completeness counts than homogeneity. Default: 1, as much.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double VMeasure(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, double beta = 1) =>
        HomogeneityCompletenessV("v-measure", truth, predicted, beta).V;

    private static (double Homogeneity, double Completeness, double V) HomogeneityCompletenessV(
        string metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, double beta)
    {
        var table = Contingency.Of(metric, truth, predicted);
        var information = Information(table);
        var (first, second) = (Entropy(table.Rows), Entropy(table.Columns));
        var homogeneity = first == 0 ? 1 : information / first;
        var completeness = second == 0 ? 1 : information / second;
        var v = homogeneity + completeness == 0 ? 0 : (1 + beta) * homogeneity * completeness / ((beta * homogeneity) + completeness);
        return (homogeneity, completeness, v);
    }

    private static double Information(Contingency table)
    {
        if (table.Rows.Length == 1 || table.Columns.Length == 1)
        {
            return 0;
        }

        double n = table.Total, sum = 0;
        var log = Math.Log(n);
        foreach (var (row, column, count) in table.Cells)
        {
            var share = count / n;
            var term = (share * (Math.Log(count) - log)) + (share * (-Math.Log((double)table.Rows[row] * table.Columns[column]) + log + log));
            sum += Math.Abs(term) < Float64.Epsilon ? 0 : term;
        }

        return Math.Max(0, sum);
    }

    private static double Entropy(long[] groups)
    {
        if (groups.Length == 1)
        {
            return 0;
        }

        double total = groups.Sum(), sum = 0;
        foreach (var count in groups)
        {
            sum -= count / total * (Math.Log(count) - Math.Log(total));
        }

        return sum;
    }

    private static double Combine(double first, double second, EntropyAverage average) => average switch
    {
        EntropyAverage.Geometric => Math.Sqrt(first * second),
        EntropyAverage.Minimum => Math.Min(first, second),
        EntropyAverage.Maximum => Math.Max(first, second),
        _ => (first + second) / 2,
    };
}
