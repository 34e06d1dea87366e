namespace Kiln.Estimators;

/// <summary>How much a single feature says about the target.</summary>
public enum ScoreFunction
{
    /// <summary>The F statistic of an analysis of variance between the classes (scikit-learn: <c>f_classif</c>).</summary>
    FClassification,

    /// <summary>The F statistic of a regression on the feature alone (<c>f_regression</c>).</summary>
    FRegression,

    /// <summary>The χ² statistic of counts and classes (<c>chi2</c>); values of 0 or more.</summary>
    ChiSquared,

    /// <summary>The mutual information with the classes, from nearest neighbours (<c>mutual_info_classif</c>).</summary>
    MutualInformationClassification,

    /// <summary>The mutual information with a target of numbers, from nearest neighbours (<c>mutual_info_regression</c>).</summary>
    MutualInformationRegression,

    /// <summary>Pearson's correlation with a target of numbers (<c>r_regression</c>).</summary>
    Correlation,
}
