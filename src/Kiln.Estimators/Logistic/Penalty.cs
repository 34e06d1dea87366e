namespace Kiln.Estimators;

/// <summary>What keeps coefficients small.</summary>
public enum Penalty
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Σ |w|: many coefficients become exactly 0.</summary>
    L1,

    /// <summary>½ Σ w².</summary>
    L2,

    /// <summary>A mixture of both, by the L1 ratio.</summary>
    ElasticNet,
}
