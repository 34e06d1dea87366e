namespace Kiln.Estimators;

/// <summary>The loss of a linear support vector regression.</summary>
public enum SvrLoss
{
    /// <summary>max(0, |z − y| − epsilon).</summary>
    EpsilonInsensitive,

    /// <summary>max(0, |z − y| − epsilon)².</summary>
    SquaredEpsilonInsensitive,
}
