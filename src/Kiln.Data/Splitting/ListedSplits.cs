namespace Kiln.Data;

/// <summary>Splits that the user made, for what takes a splitter: scikit-learn's <c>cv=[(train, test), …]</c>.</summary>
/// <param name="Parts">The numbers of the examples in both parts of each split.</param>
public sealed record ListedSplits(IReadOnlyList<(RowIndices Train, RowIndices Test)> Parts) : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Parts.Count;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        for (var split = 0; split < Parts.Count; split++)
        {
            Check(split, Parts[split].Train, count);
            Check(split, Parts[split].Test, count);
        }

        return Parts;
    }

    private static void Check(int split, RowIndices rows, int count)
    {
        foreach (var i in rows)
        {
            if (i < 0 || i >= count)
            {
                throw new ArgumentException($"{nameof(ListedSplits)}: split {split} names example {i}; there are {count}, numbered from 0");
            }
        }
    }
}
