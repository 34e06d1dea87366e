namespace Kiln.Data;

/// <summary>
/// Random splits of the groups, whose examples stay together: scikit-learn's <c>GroupShuffleSplit(n_splits, test_size, train_size, random_state)</c>.
/// Sizes count groups, not examples. Both parts ascend.
/// </summary>
/// <param name="Splits">How many, at least 1; 5 by default.</param>
/// <param name="TestSize">
/// Below 1 the fraction of the groups to test on, rounded up; otherwise their number. What <paramref name="TrainSize"/> leaves by default, or a fifth.
/// </param>
/// <param name="TrainSize">Below 1 the fraction of the groups to train on, rounded down; otherwise their number. What the test leaves by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
public sealed record GroupShuffleSplit(int Splits = 5, double? TestSize = null, double? TrainSize = null, uint Seed = 0) : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsGroups => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Splits;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckRepeats(nameof(Splits), Splits);
        var (codes, distinct) = LabelCodes.OfWhole(groups.AsSpan());
        var sizes = SplitSizes.Of(nameof(GroupShuffleSplit), distinct.Length, TestSize, TrainSize, 0.2);
        var counts = LabelCodes.Count(codes, distinct.Length);
        return ShuffleSplit.Draw(distinct.Length, Splits, sizes, Seed).Select(part =>
        {
            var test = Members(codes, counts, part.Test);

            // Where both parts together hold all groups, the part to train on is what the other leaves.
            RowIndices train = sizes.Train + sizes.Test == counts.Length ? RowIndices.Except(codes.Length, test, 0, test.Length) : Members(codes, counts, part.Train);
            return (train, (RowIndices)test);
        });
    }

    /// <summary>The examples of some groups, ascending. Every number is written, and only those that belong advance: which do cannot be foreseen.</summary>
    private static int[] Members(int[] codes, int[] counts, RowIndices chosen)
    {
        var (isChosen, size) = (new int[counts.Length], 0);
        foreach (var group in chosen)
        {
            (isChosen[group], size) = (1, size + counts[group]);
        }

        var (members, at) = (GC.AllocateUninitializedArray<int>(size), 0);
        for (var i = 0; i < codes.Length && at < members.Length; i++)
        {
            members[at] = i;
            at += isChosen[codes[i]];
        }

        return members;
    }
}
