namespace Kiln.Evaluation;

/// <summary>How the scores of several classes become one number; the names and meanings are scikit-learn's.</summary>
public enum Average
{
    /// <summary>The score of the positive class alone; only for two classes.</summary>
    Binary,

    /// <summary>The unweighted mean over the classes: rare classes count as much as frequent ones.</summary>
    Macro,

    /// <summary>From the totals of true positives, false positives and false negatives over all classes.</summary>
    Micro,

    /// <summary>The mean over the classes weighted by the number of true samples of each.</summary>
    Weighted,

    /// <summary>The mean over the samples of each sample's own score over its labels; only where a sample has several labels.</summary>
    Samples,
}
