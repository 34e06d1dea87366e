namespace Kiln.Estimators;

/// <summary>What stochastic gradient descent makes small. y is −1 or 1 of a classifier; p is the score.</summary>
public enum SgdLoss
{
    /// <summary>max(0, 1 − y·p): a linear support vector machine.</summary>
    Hinge,

    /// <summary>log(1 + exp(−y·p)): logistic regression.</summary>
    LogLoss,

    /// <summary>max(0, 1 − y·p)², linear from y·p = −1 down: tolerates outliers, and gives probabilities.</summary>
    ModifiedHuber,

    /// <summary>max(0, 1 − y·p)².</summary>
    SquaredHinge,

    /// <summary>max(0, −y·p).</summary>
    Perceptron,

    /// <summary>½ (p − y)².</summary>
    SquaredError,

    /// <summary>Squared up to a distance of epsilon, linear beyond.</summary>
    Huber,

    /// <summary>max(0, |p − y| − epsilon).</summary>
    EpsilonInsensitive,

    /// <summary>max(0, |p − y| − epsilon)².</summary>
    SquaredEpsilonInsensitive,
}
