namespace Kiln.Estimators;

/// <summary>Keeps features whose p-value is below a level: the false positive rate (scikit-learn: <c>SelectFpr</c>).</summary>
public sealed record SelectFpr : UnivariateSelector
{
    internal static readonly ParameterSet<SelectFpr> Table = Common<SelectFpr>("select-fpr", "keeps features by the false positive rate")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "the highest p-value");

    /// <summary>The highest p-value; 0.05 by default.</summary>
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

    private protected override int[] Choose(double[] scores, double[] pValues) => Where(pValues, p => p < Alpha);
}
