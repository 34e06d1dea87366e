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
        return ShuffleSplit.Draw(distinct.Length, Splits, sizes, Seed)
            .Select(part => ((RowIndices)Members(codes, distinct.Length, part.Train), (RowIndices)Members(codes, distinct.Length, part.Test)));
    }

    private static int[] Members(int[] codes, int groups, RowIndices chosen)
    {
        var isChosen = new bool[groups];
        foreach (var group in chosen)
        {
            isChosen[group] = true;
        }

        var members = new List<int>(codes.Length);
        for (var i = 0; i < codes.Length; i++)
        {
            if (isChosen[codes[i]])
            {
                members.Add(i);
            }
        }

        return [.. members];
    }
}
