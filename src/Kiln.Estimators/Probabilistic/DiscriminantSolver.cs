namespace Kiln.Estimators;

/// <summary>How a <see cref="LinearDiscriminantAnalysis"/> is solved.</summary>
public enum DiscriminantSolver
{
    /// <summary>Singular values of the samples less their classes' means; no shrinkage.</summary>
    Svd,

    /// <summary>Least squares with the covariance; no transformation of samples.</summary>
    Lsqr,

    /// <summary>Eigenvalues of the scatter between classes against that within.</summary>
    Eigen,
}
