namespace Kiln.Estimators;

/// <summary>How a generalized linear model is solved.</summary>
public enum GeneralizedSolver
{
    /// <summary>The limited-memory quasi-Newton method: any number of features.</summary>
    Lbfgs,

    /// <summary>Newton steps by Cholesky factors of the second derivatives: few steps, for many samples and not too many features.</summary>
    NewtonCholesky,
}
