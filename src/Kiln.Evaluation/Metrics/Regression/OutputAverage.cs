namespace Kiln.Evaluation;

/// <summary>How the scores of several outputs become one (scikit-learn: <c>multioutput</c>); the methods in the plural give them all.</summary>
public enum OutputAverage
{
    /// <summary>The mean over the outputs, weighted by the given output weights where there are any (scikit-learn: <c>uniform_average</c>).</summary>
    Uniform,

    /// <summary>The mean weighted by the variance of each output's truth; for R² and explained variance (scikit-learn: <c>variance_weighted</c>).</summary>
    VarianceWeighted,
}
