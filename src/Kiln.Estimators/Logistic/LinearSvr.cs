namespace Kiln.Estimators;

/// <summary>
/// A linear support vector machine for numbers (scikit-learn: <c>LinearSVR</c>): C · Σ loss + ½‖w‖², in which differences below epsilon cost nothing; the intercept is the
/// penalized coefficient of a constant feature.
/// </summary>
/// <remarks>
/// C.-H. Ho and C.-J. Lin, "Large-scale linear support vector regression", JMLR 13, 2012: dual coordinate descent in the order of scikit-learn for the same seed, or, without
/// <see cref="Dual"/>, trust-region Newton.
/// </remarks>
public sealed record LinearSvr : Regressor
{
    internal static readonly ParameterSet<LinearSvr> Table = new ParameterSet<LinearSvr>("linear-svr", "linear support vector machine for numbers")
        .Number("epsilon", e => e.Epsilon, (e, v) => e with { Epsilon = v }, "the difference that costs nothing")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "when to stop")
        .Number("C", e => e.C, (e, v) => e with { C = v }, "inverse of the penalty's strength")
        .Choice("loss", e => e.Loss, (e, v) => e with { Loss = v }, "what is made small", ("epsilon_insensitive", SvrLoss.EpsilonInsensitive), ("squared_epsilon_insensitive", SvrLoss.SquaredEpsilonInsensitive))
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Number("intercept_scaling", e => e.InterceptScaling, (e, v) => e with { InterceptScaling = v }, "the constant feature that the intercept is learned by")
        .Flag("dual", e => e.Dual, (e, v) => e with { Dual = v }, "whether the dual problem is solved; false for more samples than features")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations");

    /// <summary>The difference that costs nothing, 0 or more; 0 by default.</summary>
    public double Epsilon { get; init; }

    /// <summary>When to stop, above 0; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The inverse of the penalty's strength, above 0; 1 by default.</summary>
    public double C { get; init; } = 1;

    /// <summary>What is made small; <see cref="SvrLoss.EpsilonInsensitive"/> by default.</summary>
    public SvrLoss Loss { get; init; } = SvrLoss.EpsilonInsensitive;

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The value of the constant feature whose (penalized) coefficient gives the intercept; above 0, 1 by default.</summary>
    public double InterceptScaling { get; init; } = 1;

    /// <summary>Whether the dual problem is solved; true by default. Only <see cref="SvrLoss.SquaredEpsilonInsensitive"/> can do without.</summary>
    public bool Dual { get; init; } = true;

    /// <summary>The seed of the order in which dual descent visits the samples; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>The most iterations, 0 or more; 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.NotNegative(Name, "epsilon", Epsilon);
        Require.Positive(Name, "tol", Tolerance);
        Require.Positive(Name, "C", C);
        Require.Positive(Name, "intercept_scaling", InterceptScaling);
        Require.AtLeast(Name, "max_iter", MaxIterations, 0);
        if (!Dual && Loss == SvrLoss.EpsilonInsensitive)
        {
            throw new ArgumentException($"{Name}: loss=epsilon_insensitive is solved with dual=true; without, take loss=squared_epsilon_insensitive");
        }
    }

    /// <inheritdoc/>
    public override LinearSvrModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var samples = Inputs.Numbers(Name, x);
        var targets = Inputs.Values(Name, samples, y).ToArray();
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        if (y.Outputs != 1)
        {
            throw new DatasetException($"{Name}: each sample has {y.Outputs} targets; one is expected");
        }

        Overflow.CheckSquares(Name, samples);
        var bias = FitIntercept ? InterceptScaling : 0;
        var costs = LiblinearCosts.Of(C, sampleWeights, samples.Rows);
        var result = SampleView.With(samples, view => Dual
            ? DualEpsilon.Minimize(
                view, targets, costs, Epsilon, Loss == SvrLoss.SquaredEpsilonInsensitive, bias, Tolerance, MaxIterations, new LiblinearOrder(Seed), cancellation)
            : RowSpace.Solve(view, bias, (shorter, own) => TrustRegionNewton.Minimize(
                new PointwiseObjective<SquaredEpsilonLoss>(new SquaredEpsilonLoss(Epsilon), shorter, targets, costs, 1, own, 1), Tolerance, MaxIterations, cancellation, least: 1)));
        Overflow.Check(Name, samples, targets, result.Point, []);
        return new(this, FeatureLayout.Of(x), result.Point[..samples.Columns], bias == 0 ? 0 : bias * result.Point[samples.Columns], result.Iterations)
        {
            Warnings = result.Converged ? [] : [$"{Name}: it stopped after {Plural.Of(result.Iterations, "iteration")} before it converged; scale the features (standard-scaler), or raise max_iter"],
        };
    }
}
