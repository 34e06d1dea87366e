namespace Kiln.Estimators;

/// <summary>Keeps the features of the best scores (scikit-learn: <c>SelectKBest</c>).</summary>
public sealed record SelectKBest : UnivariateSelector
{
    internal static readonly ParameterSet<SelectKBest> Table = Common<SelectKBest>("select-k-best", "keeps the features of the best scores")
        .OptionalInteger("k", e => e.K, (e, v) => e with { K = v }, "how many features; none for all", none: "all");

    /// <summary>How many features stay; 10 by default, null for all.</summary>
    public int? K { get; init; } = 10;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        base.CheckParameters();
        Require.That(K is null or >= 0, Name, "k", K, "0 or more, or none for all");
    }

    // Of equal scores the last features win, as in scikit-learn.
    private protected override int[] Choose(double[] scores, double[] pValues)
    {
        var plain = WithoutNaN(scores);
        return [.. Enumerable.Range(0, plain.Length).OrderBy(c => plain[c]).Skip(Math.Max(0, plain.Length - (K ?? plain.Length))).Order()];
    }
}
