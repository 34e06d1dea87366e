namespace Kiln.Estimators;

/// <summary>Keeps a percentage of the features, those of the best scores (scikit-learn: <c>SelectPercentile</c>).</summary>
public sealed record SelectPercentile : UnivariateSelector
{
    internal static readonly ParameterSet<SelectPercentile> Table = Common<SelectPercentile>("select-percentile", "keeps a percentage of the features")
        .Number("percentile", e => e.Percentile, (e, v) => e with { Percentile = v }, "how many of a hundred features");

    /// <summary>How many of a hundred features stay; 10 by default.</summary>
    public double Percentile { get; init; } = 10;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        base.CheckParameters();
        Require.That(Percentile is >= 0 and <= 100, Name, "percentile", Percentile, "between 0 and 100");
    }

    private protected override int[] Choose(double[] scores, double[] pValues)
    {
        if (Percentile is 0 or 100)
        {
            return Where(scores, _ => Percentile == 100);
        }

        var plain = WithoutNaN(scores);
        var threshold = ColumnQuantiles.Of([.. plain.Order()], (100 - Percentile) / 100);
        var above = Where(plain, score => score > threshold);
        var ties = Where(plain, score => score == threshold);
        return [.. above.Concat(ties.Take(Math.Max(0, (int)(plain.Length * Percentile / 100) - above.Length))).Order()];
    }
}
