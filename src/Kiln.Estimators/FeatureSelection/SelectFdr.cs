namespace Kiln.Estimators;

/// <summary>Keeps features by their false discovery rate (Benjamini and Hochberg 1995) (scikit-learn: <c>SelectFdr</c>).</summary>
public sealed record SelectFdr : UnivariateSelector
{
    internal static readonly ParameterSet<SelectFdr> Table = Common<SelectFdr>("select-fdr", "keeps features by the false discovery rate")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "the highest share of false features");

    /// <summary>The highest share of false features; 0.05 by default.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override bool NeedsPValues => true;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        base.CheckParameters();
        Require.Share(Name, "alpha", Alpha);
    }

    private protected override int[] Choose(double[] scores, double[] pValues)
    {
        double[] sorted = [.. pValues.Order()];
        var last = sorted.Length - 1;
        while (last >= 0 && !(sorted[last] <= Alpha / sorted.Length * (last + 1)))
        {
            last--;
        }

        return last < 0 ? [] : Where(pValues, p => p <= sorted[last]);
    }
}
