namespace Kiln.Estimators;

/// <summary>How a <see cref="Ridge"/> is solved.</summary>
public enum RidgeSolver
{
    /// <summary>Cholesky factors of dense samples, conjugate gradients for sparse ones with an intercept; the limited-memory method where coefficients must be positive.</summary>
    Auto,

    /// <summary>Singular values of the samples: the steadiest, also for a tiny α. Of columns of very different lengths, orthogonal factors of them brought to one length.</summary>
    Svd,

    /// <summary>Cholesky factors of XᵀX + αI, or of XXᵀ + αI with more features than samples; orthogonal factors of X where these products have lost too many digits.</summary>
    Cholesky,

    /// <summary>LSQR (Paige and Saunders 1982): products with the samples only, to a tolerance, on columns brought to one size.</summary>
    Lsqr,

    /// <summary>Conjugate gradients on XᵀX + αI without making it, to a tolerance, its diagonal brought to ones.</summary>
    SparseCg,

    /// <summary>Stochastic average gradient (Schmidt, Le Roux and Bach 2013), to a tolerance. Sparse samples go by <see cref="SparseCg"/>, as in scikit-learn where there is an intercept.</summary>
    Sag,

    /// <summary>The unbiased stochastic average gradient (Defazio, Bach and Lacoste-Julien 2014), to a tolerance. Sparse samples go by <see cref="SparseCg"/>.</summary>
    Saga,

    /// <summary>For positive coefficients only. (Solved by coordinate descent and active sets here, to the same minimum as scikit-learn's L-BFGS-B.)</summary>
    Lbfgs,
}
