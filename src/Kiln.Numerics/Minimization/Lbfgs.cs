namespace Kiln.Numerics;

/// <summary>Minimization of a smooth function of many variables by the limited-memory BFGS method.</summary>
/// <remarks>
/// J. Nocedal, "Updating quasi-Newton matrices with limited storage", Math. Comp. 35, 1980, with the scaling of D. Liu and J. Nocedal (Math. Programming 45,
/// 1989) and the line search of Moré and Thuente, so that each step satisfies the strong Wolfe conditions and the curvature pairs are those of
/// a positive definite matrix. Memory is 2·Memory + 5 vectors.
/// </remarks>
public static class Lbfgs
{
    /// <summary>Minimizes.</summary>
    /// <param name="objective">The function with its gradient.</param>
    /// <param name="start">Where to begin; it is not changed.</param>
    /// <param name="options">Tolerances and limits; null takes the defaults.</param>
    /// <param name="cancellationToken">Looked at before each evaluation.</param>
    /// <returns>The best point found and why the search ended: also when it did not converge, which <see cref="LbfgsResult.Reason"/> tells.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LbfgsResult Minimize(
        Objective objective, ReadOnlySpan<double> start, LbfgsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new LbfgsOptions();
        options.Validate(start.Length);
        return new LbfgsRun(objective, start, options, cancellationToken).Minimize();
    }
}
