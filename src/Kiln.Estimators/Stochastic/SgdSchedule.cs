namespace Kiln.Estimators;

/// <summary>How the step of stochastic gradient descent changes; t counts the samples seen.</summary>
public enum SgdSchedule
{
    /// <summary>eta0.</summary>
    Constant,

    /// <summary>1 / (alpha · (t + t₀)), where t₀ follows from the loss (L. Bottou's heuristic).</summary>
    Optimal,

    /// <summary>eta0 / t^power_t.</summary>
    InverseScaling,

    /// <summary>eta0, divided by 5 each time that n_iter_no_change epochs bring no progress.</summary>
    Adaptive,
}
