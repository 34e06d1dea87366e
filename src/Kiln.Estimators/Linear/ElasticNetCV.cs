namespace Kiln.Estimators;

/// <summary>
/// <see cref="ElasticNet"/> with the penalty chosen by cross-validation (scikit-learn: <c>ElasticNetCV</c>): paths of penalties on each fold's training samples, the mean
/// squared error on the rest, and a last fit on all samples with the best.
/// </summary>
public sealed record ElasticNetCV : DescentSearch
{
    internal static readonly ParameterSet<ElasticNetCV> Table = new ParameterSet<ElasticNetCV>("elastic-net-cv", "elastic net with its penalties chosen by cross-validation")
        .Numbers("l1_ratio", e => e.L1Ratios, (e, v) => e with { L1Ratios = v ?? [0.5] }, "the shares of the L1 penalty to try")
        .With(Common);

    /// <summary>The shares ρ of the L1 penalty to try, 0 to 1; 0.5 by default.</summary>
    public double[] L1Ratios { get; init; } = [0.5];

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(ElasticNetCV? other) => ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    private protected override double[] L1Shares => L1Ratios;
}
