namespace Kiln.Estimators;

/// <summary>The passive-aggressive classifier (K. Crammer et al., JMLR 7, 2006): for each sample the smallest step that gives it a margin of 1, limited by C (scikit-learn: <c>PassiveAggressiveClassifier</c>).</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// </remarks>
public sealed record PassiveAggressiveClassifier : StochasticClassifier
{
    internal static readonly ParameterSet<PassiveAggressiveClassifier> Table = new ParameterSet<PassiveAggressiveClassifier>("passive-aggressive-classifier", "online classifier: no step unless a sample asks for one")
        .Number("C", e => e.C, (e, v) => e with { C = v }, "how large a step may be")
        .With(Epochs)
        .With(Stopping)
        .With(Order)
        .Choice("loss", e => e.Loss, (e, v) => e with { Loss = v }, "what is made small", SgdWords.AggressiveClassification)
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .With(Weighing)
        .IntegerOrFlag("average", e => e.Average, (e, v) => e with { Average = v }, "from which sample on the coefficients are averaged: true for all, false for never");

    /// <summary>How large a step may be (aggressiveness), above 0; 1 by default.</summary>
    public double C { get; init; } = 1;

    /// <summary>What is made small; <see cref="AggressiveLoss.Linear"/> by default.</summary>
    public AggressiveLoss Loss { get; init; } = AggressiveLoss.Linear;

    /// <summary>From which sample on the coefficients are averaged: 1 for all, 0 (the default) for never.</summary>
    public int Average { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override SgdSettings Own => new()
    {
        Owner = Name,
        Loss = SgdLoss.Hinge,
        Penalty = Penalty.None,
        Schedule = SgdSchedule.Constant,
        Eta0 = 1,
        Aggressiveness = C,
        SquaredStep = Loss == AggressiveLoss.Squared,
        Average = Average,
    };
}
