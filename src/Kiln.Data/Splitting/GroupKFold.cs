namespace Kiln.Data;

/// <summary>
/// Cross-validation in k parts that keeps the examples of a group together: scikit-learn's <c>GroupKFold(n_splits)</c>. The largest group goes
/// to the part that is smallest so far, then the next, and so on.
/// </summary>
/// <param name="Folds">The number of parts, at least 2 and at most the number of groups; 5 by default.</param>
public sealed record GroupKFold(int Folds = 5) : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsGroups => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Folds;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        var (codes, distinct) = LabelCodes.OfWhole(groups.AsSpan());
        CheckFolds(Folds, distinct.Length, "groups");
        var sizes = LabelCodes.Count(codes, distinct.Length);
        var order = NumPyOrder.Sort(sizes);
        var foldOf = new int[sizes.Length];
        var filled = new PriorityQueue<int, (long Size, int Fold)>(Enumerable.Range(0, Folds).Select(fold => (fold, (0L, fold))));
        for (var i = order.Length - 1; i >= 0; i--)
        {
            filled.TryDequeue(out var lightest, out var weight);
            foldOf[order[i]] = lightest;
            filled.Enqueue(lightest, (weight.Size + sizes[order[i]], lightest));
        }

        return FoldParts.ByNumber(Array.ConvertAll(codes, group => foldOf[group]), Folds);
    }
}
