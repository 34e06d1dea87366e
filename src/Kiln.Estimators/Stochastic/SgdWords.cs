namespace Kiln.Estimators;

/// <summary>scikit-learn's words for the choices of stochastic gradient descent.</summary>
internal static class SgdWords
{
    public static readonly (string Word, SgdLoss Value)[] Losses =
    [
        ("hinge", SgdLoss.Hinge), ("log_loss", SgdLoss.LogLoss), ("modified_huber", SgdLoss.ModifiedHuber), ("squared_hinge", SgdLoss.SquaredHinge),
        ("perceptron", SgdLoss.Perceptron), ("squared_error", SgdLoss.SquaredError), ("huber", SgdLoss.Huber),
        ("epsilon_insensitive", SgdLoss.EpsilonInsensitive), ("squared_epsilon_insensitive", SgdLoss.SquaredEpsilonInsensitive),
    ];

    public static readonly (string Word, SgdLoss Value)[] RegressionLosses = [.. Losses.Where(l => l.Value >= SgdLoss.SquaredError)];

    public static readonly (string Word, SgdSchedule Value)[] Schedules =
        [("constant", SgdSchedule.Constant), ("optimal", SgdSchedule.Optimal), ("invscaling", SgdSchedule.InverseScaling), ("adaptive", SgdSchedule.Adaptive)];

    public static readonly (string Word, AggressiveLoss Value)[] AggressiveClassification =
        [("hinge", AggressiveLoss.Linear), ("squared_hinge", AggressiveLoss.Squared)];

    public static readonly (string Word, AggressiveLoss Value)[] AggressiveRegression =
        [("epsilon_insensitive", AggressiveLoss.Linear), ("squared_epsilon_insensitive", AggressiveLoss.Squared)];
}
