namespace Kiln.Estimators;

/// <summary>A linear classifier learned by stochastic gradient descent (scikit-learn: <c>SGDClassifier</c>).</summary>
/// <remarks>
/// The same seed visits the samples in scikit-learn's order and makes its steps; coefficients differ by rounding only, as products are summed in another order.
/// Features of similar scales converge fast: scale them first. Mini-batches and whole batches (<see cref="BatchSize"/>) have no counterpart there.
/// </remarks>
public sealed record SgdClassifier : StochasticClassifier
{
    internal static readonly ParameterSet<SgdClassifier> Table = new ParameterSet<SgdClassifier>("sgd-classifier", "linear classifier by stochastic gradient descent")
        .Choice("loss", e => e.Loss, (e, v) => e with { Loss = v }, "what is made small", SgdWords.Losses)
        .Choice("penalty", e => e.Penalty, (e, v) => e with { Penalty = v }, "what keeps the coefficients small", LogisticWords.Penalties)
        .Number("alpha", e => e.Alpha, (e, v) => e with { Alpha = v }, "strength of the penalty")
        .Number("l1_ratio", e => e.L1Ratio, (e, v) => e with { L1Ratio = v }, "the share of L1 in the elastic net, 0 to 1")
        .With(Epochs)
        .With(Order)
        .Number("epsilon", e => e.Epsilon, (e, v) => e with { Epsilon = v }, "the distance from which on the losses for numbers count a difference")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Choice("learning_rate", e => e.LearningRate, (e, v) => e with { LearningRate = v }, "how the step changes", SgdWords.Schedules)
        .Number("eta0", e => e.Eta0, (e, v) => e with { Eta0 = v }, "the first step")
        .Number("power_t", e => e.PowerT, (e, v) => e with { PowerT = v }, "the exponent of the schedule invscaling")
        .With(Stopping)
        .With(Weighing)
        .IntegerOrFlag("average", e => e.Average, (e, v) => e with { Average = v }, "from which sample on the coefficients are averaged: true for all, false for never")
        .Integer("batch_size", e => e.BatchSize, (e, v) => e with { BatchSize = v }, "samples of one step: 1 is stochastic, 0 takes all");

    /// <summary>What is made small; <see cref="SgdLoss.Hinge"/> by default.</summary>
    public SgdLoss Loss { get; init; } = SgdLoss.Hinge;

    /// <summary>What keeps the coefficients small; L2 by default.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2;

    /// <summary>The strength of the penalty, 0 or more; 1e-4 by default. The optimal schedule follows from it too.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>The share of L1 in <see cref="Penalty.ElasticNet"/>, 0 to 1; 0.15 by default.</summary>
    public double L1Ratio { get; init; } = 0.15;

    /// <summary>The distance from which on the losses for numbers count a difference; 0.1 by default.</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>How the step changes; <see cref="SgdSchedule.Optimal"/> by default.</summary>
    public SgdSchedule LearningRate { get; init; } = SgdSchedule.Optimal;

    /// <summary>The first step, above 0 unless the schedule is optimal; 0 by default.</summary>
    public double Eta0 { get; init; }

    /// <summary>The exponent of <see cref="SgdSchedule.InverseScaling"/>; 0.5 by default.</summary>
    public double PowerT { get; init; } = 0.5;

    /// <summary>From which sample on the coefficients are averaged: 1 for all, 0 (the default) for never.</summary>
    public int Average { get; init; }

    /// <summary>Samples of one step: 1 (the default, and what scikit-learn does) is stochastic, more a mini-batch, 0 all of them.</summary>
    public int BatchSize { get; init; } = 1;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    private protected override SgdSettings Own => new()
    {
        Owner = Name,
        Loss = Loss,
        Epsilon = Epsilon,
        Penalty = Penalty,
        Alpha = Alpha,
        L1Ratio = L1Ratio,
        Schedule = LearningRate,
        Eta0 = Eta0,
        PowerT = PowerT,
        Average = Average,
        BatchSize = BatchSize,
    };
}
