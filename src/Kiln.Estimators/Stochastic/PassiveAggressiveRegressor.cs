namespace Kiln.Estimators;

/// <summary>The passive-aggressive regression (K. Crammer et al., JMLR 7, 2006): for each sample the smallest step that brings it within epsilon, limited by C (scikit-learn: <c>PassiveAggressiveRegressor</c>).</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// </remarks>
public sealed record PassiveAggressiveRegressor : StochasticRegressor
{
    internal static readonly ParameterSet<PassiveAggressiveRegressor> Table = new ParameterSet<PassiveAggressiveRegressor>("passive-aggressive-regressor", "online regression: no step unless a sample asks for one")
        .Number("C", e => e.C, (e, v) => e with { C = v }, "how large a step may be")
        .With(Epochs)
        .With(Stopping)
        .With(Order)
        .Choice("loss", e => e.Loss, (e, v) => e with { Loss = v }, "what is made small", SgdWords.AggressiveRegression)
        .Number("epsilon", e => e.Epsilon, (e, v) => e with { Epsilon = v }, "the distance from which on a difference counts")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .IntegerOrFlag("average", e => e.Average, (e, v) => e with { Average = v }, "from which sample on the coefficients are averaged: true for all, false for never");

    /// <summary>How large a step may be (aggressiveness), above 0; 1 by default.</summary>
    public double C { get; init; } = 1;

    /// <summary>What is made small; <see cref="AggressiveLoss.Linear"/> by default.</summary>
    public AggressiveLoss Loss { get; init; } = AggressiveLoss.Linear;

    /// <summary>The distance from which on a difference counts; 0.1 by default.</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>From which sample on the coefficients are averaged: 1 for all, 0 (the default) for never.</summary>
    public int Average { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override SgdSettings Own => new()
    {
        Owner = Name,
        Loss = SgdLoss.EpsilonInsensitive,
        Penalty = Penalty.None,
        Schedule = SgdSchedule.Constant,
        Eta0 = 1,
        Aggressiveness = C,
        SquaredStep = Loss == AggressiveLoss.Squared,
        Average = Average,
        Epsilon = Epsilon,
    };
}
