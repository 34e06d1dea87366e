using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Cross-validation in k parts that keeps groups together and the shares of classes as even as that allows: scikit-learn's
/// <c>StratifiedGroupKFold(n_splits, shuffle, random_state)</c>. The group with the most uneven classes is dealt out first; each goes to the part that
/// leaves the shares of classes least spread over the parts, and of equally good ones to the smallest.
/// </summary>
/// <param name="Folds">The number of parts, at least 2 and at most the size of the largest class; 5 by default.</param>
/// <param name="Shuffle">Whether groups with equally uneven classes are dealt out in random order; false by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
public sealed record StratifiedGroupKFold(int Folds = 5, bool Shuffle = false, uint Seed = 0) : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override bool NeedsGroups => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Folds;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckFolds(Folds, count);
        var (classes, distinctClasses) = LabelCodes.OfWhole(labels.AsSpan());
        var (codes, distinctGroups) = LabelCodes.OfWhole(groups.AsSpan());
        var sizes = LabelCodes.Count(classes, distinctClasses.Length);
        StratifiedKFold.CheckLargest(nameof(StratifiedGroupKFold), sizes, Folds);
        var counts = new double[distinctGroups.Length][];
        for (var g = 0; g < counts.Length; g++)
        {
            counts[g] = new double[sizes.Length];
        }

        for (var i = 0; i < codes.Length; i++)
        {
            counts[codes[i]][classes[i]]++;
        }

        if (Shuffle)
        {
            new RandomState(Seed).Shuffle(counts);
        }

        var foldOf = new GroupDealer(Folds, sizes).Deal(counts);
        return FoldParts.ByNumber(Array.ConvertAll(codes, group => foldOf[group]), Folds);
    }
}
