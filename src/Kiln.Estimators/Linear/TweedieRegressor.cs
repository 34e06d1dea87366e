namespace Kiln.Estimators;

/// <summary>
/// Numbers whose variance is a power of their mean (scikit-learn: <c>TweedieRegressor</c>; B. Jørgensen, "Exponential Dispersion Models", J. R. Stat. Soc. B 49,
/// 1987): normal, Poisson, gamma and what lies between. Minimizes half the mean deviance + ½ α ‖w‖².
/// </summary>
public sealed record TweedieRegressor : GeneralizedRegressor
{
    internal static readonly ParameterSet<TweedieRegressor> Table = Common(new ParameterSet<TweedieRegressor>("tweedie-regressor", "numbers whose variance is a power of the mean")
        .Number("power", e => e.Power, (e, v) => e with { Power = v }, "the variance is the mean to this power")
        .Choice("link", e => e.Link, (e, v) => e with { Link = v }, "how score and mean hang together", ("auto", MeanLink.Auto), ("identity", MeanLink.Identity), ("log", MeanLink.Log)));

    /// <summary>The power p of the variance μᵖ: 0 (default) normal, 1 Poisson, between 1 and 2 compound Poisson-gamma, 2 gamma, 3 inverse normal; none between 0 and 1.</summary>
    public double Power { get; init; }

    /// <summary>How the score and the mean hang together; by the power by default.</summary>
    public MeanLink Link { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    internal override GeneralizedLoss Loss => new(Power, Link == MeanLink.Auto ? Power > 0 : Link == MeanLink.Log);

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        base.CheckParameters();
        Require.That(Power is <= 0 or >= 1 && double.IsFinite(Power), Name, "power", Power, "0 or less, or 1 or more: there is no distribution between 0 and 1");
    }
}
