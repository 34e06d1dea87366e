namespace Kiln.Estimators;

/// <summary>Whether coordinate descent makes XᵀX first. It takes the same steps either way; what differs is the work of one.</summary>
public enum Precomputation
{
    /// <summary>
    /// Where there are many more samples than features, and the tolerance leaves room for the rounding; with more features only the rows of it whose coefficients move, while those are few.
    /// </summary>
    Auto,

    /// <summary>Always: a pass then costs features² whatever the number of samples.</summary>
    Always,

    /// <summary>Never: every pass reads the samples. Up to 128 features it makes XᵀX nevertheless, which is little there, but takes residual and gap from the samples.</summary>
    Never,
}
