namespace Kiln.Estimators;

/// <summary>The perceptron (F. Rosenblatt, 1958): a step of constant size for each sample on the wrong side (scikit-learn: <c>Perceptron</c>).</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// </remarks>
public sealed record Perceptron : StochasticClassifier
{
    internal static readonly ParameterSet<Perceptron> Table = new ParameterSet<Perceptron>("perceptron", "Rosenblatt's perceptron")
        .Choice("penalty", e => e.Penalty, (e, v) => e with { Penalty = v }, "what keeps the coefficients small", LogisticWords.Penalties)
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty")
        .Number("l1_ratio", e => e.L1Ratio, (e, v) => e with { L1Ratio = v }, "the share of L1 in the elastic net, 0 to 1")
        .With(Epochs)
        .With(Order)
        .Number("eta0", e => e.Eta0, (e, v) => e with { Eta0 = v }, "the first step")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .With(Stopping)
        .With(Weighing);

    /// <summary>What keeps the coefficients small; None by default.</summary>
    public Penalty Penalty { get; init; } = Penalty.None;

    /// <summary>The strength of the penalty, 0 or more; 1e-4 by default.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>The share of L1 in <see cref="Penalty.ElasticNet"/>, 0 to 1; 0.15 by default.</summary>
    public double L1Ratio { get; init; } = 0.15;

    /// <summary>The first step, above 0; 1 by default.</summary>
    public double Eta0 { get; init; } = 1;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override SgdSettings Own => new()
    {
        Owner = Name,
        Loss = SgdLoss.Perceptron,
        Penalty = Penalty,
        Alpha = Alpha,
        L1Ratio = L1Ratio,
        Schedule = SgdSchedule.Constant,
        Eta0 = Eta0,
    };
}
