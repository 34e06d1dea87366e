namespace Kiln.Estimators;

/// <summary>By what <see cref="RidgeCV"/> leaves out one sample after the other (scikit-learn: <c>gcv_mode</c>). Singular values keep all digits; eigenvalues half of them.</summary>
public enum RidgeDecomposition
{
    /// <summary>By singular values, whatever the samples' shape.</summary>
    Auto,

    /// <summary>By the singular values of the samples.</summary>
    Svd,

    /// <summary>By the eigenvalues of the samples' products with each other, (samples, samples): less work where features are many more than samples, and half of the digits: directions that vary by less than about 1e-7 of the largest are left out, with a warning.</summary>
    Eigen,
}
