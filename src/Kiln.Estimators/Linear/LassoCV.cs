namespace Kiln.Estimators;

/// <summary>
/// <see cref="Lasso"/> with the penalty chosen by cross-validation (scikit-learn: <c>LassoCV</c>): paths of penalties on each fold's training samples, the mean
/// squared error on the rest, and a last fit on all samples with the best.
/// </summary>
public sealed record LassoCV : DescentSearch
{
    internal static readonly ParameterSet<LassoCV> Table = new ParameterSet<LassoCV>("lasso-cv", "lasso with its penalty chosen by cross-validation")
        .With(Common);

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(LassoCV? other) => ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    private protected override double[] L1Shares => [1];
}
