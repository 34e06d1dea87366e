namespace Kiln.Estimators;

/// <summary>How a logistic regression is minimized.</summary>
public enum LogisticSolver
{
    /// <summary>Limited-memory BFGS: the default; L2 or no penalty.</summary>
    Lbfgs,

    /// <summary>
    /// The problems that LIBLINEAR solves, in which the intercept is penalized too: trust-region Newton for L2, proximal Newton with coordinate descent for L1, dual
    /// coordinate descent on request. Two classes, or one against the rest.
    /// </summary>
    Liblinear,

    /// <summary>Newton steps by conjugate gradients; L2 or no penalty.</summary>
    NewtonCg,

    /// <summary>Newton steps with the whole Hessian: for many samples of few features; L2 or no penalty; two classes, or one against the rest.</summary>
    NewtonCholesky,

    /// <summary>Stochastic average gradient; L2 or no penalty. Features of similar scales converge fast.</summary>
    Sag,

    /// <summary>SAGA: as SAG, and the only one that takes every penalty.</summary>
    Saga,
}
