namespace Kiln.Estimators;

/// <summary>Keeps features whose p-value is below a level divided by their number: the family-wise error (scikit-learn: <c>SelectFwe</c>).</summary>
public sealed record SelectFwe : UnivariateSelector
{
    internal static readonly ParameterSet<SelectFwe> Table = Common<SelectFwe>("select-fwe", "keeps features by the family-wise error")
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "the highest rate of any false feature");

    /// <summary>The highest rate of any false feature; 0.05 by default.</summary>
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

    private protected override int[] Choose(double[] scores, double[] pValues) => Where(pValues, p => p < Alpha / pValues.Length);
}
