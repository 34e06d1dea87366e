namespace Kiln.Data;

/// <summary>Folds that the user names: scikit-learn's <c>PredefinedSplit(test_fold)</c>.</summary>
/// <param name="TestFold">For each example the fold in which it is tested; −1 for examples that are always trained on. Folds come in ascending order.</param>
public sealed record PredefinedSplit(IReadOnlyList<int> TestFold) : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => TestFold.Where(fold => fold != -1).Distinct().Count();

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        if (TestFold.Count != count)
        {
            throw new ArgumentException($"{nameof(PredefinedSplit)}: names the folds of {TestFold.Count} examples, but {count} are split");
        }

        var (codes, distinct) = LabelCodes.OfWhole((int[])[.. TestFold]);
        var never = Array.IndexOf(distinct, -1);
        return Enumerable.Range(0, distinct.Length)
            .Where(fold => fold != never)
            .Select(fold => FoldParts.Where(codes, fold, codes.Count(code => code == fold)));
    }
}
