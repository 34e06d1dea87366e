namespace Kiln.Estimators;

/// <summary>The folds a selector validates on: stratified for classifiers, in order, as scikit-learn's default.</summary>
internal static class SelectionFolds
{
    public static List<(RowIndices Train, RowIndices Test)> Of(string owner, Predictor estimator, Features x, Target y, int folds, Splitter? splitter)
    {
        if (splitter is not null)
        {
            return [.. FoldData.Split(owner, estimator.IsClassifier, splitter, folds, x, y, null)];
        }

        Require.That(folds >= 2 && folds <= y.Count, owner, "cv", folds, $"2 or more, and no more than the {y.Count} samples");
        if (!estimator.IsClassifier)
        {
            return [.. new KFold(folds).Split(y.Count)];
        }

        y.Distinct(out var codes);
        return [.. new StratifiedKFold(folds).Split(y.Count, codes)];
    }
}
