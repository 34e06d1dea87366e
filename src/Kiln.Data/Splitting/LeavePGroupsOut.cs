namespace Kiln.Data;

/// <summary>Every choice of p groups is tested once: scikit-learn's <c>LeavePGroupsOut(n_groups)</c>.</summary>
/// <param name="Groups">How many groups to test on, p, at least 1 and below their number.</param>
public sealed record LeavePGroupsOut(int Groups) : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsGroups => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) =>
        Combinations.Count(nameof(LeavePGroupsOut), GroupCount(nameof(LeavePGroupsOut), groups), Groups);

    /// <summary>The number of distinct groups.</summary>
    internal static int GroupCount(string op, IReadOnlyList<int>? groups) =>
        groups?.Distinct().Count() ?? throw new ArgumentException($"{op}: the number of splits depends on the groups; none were given", nameof(groups));

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        var (codes, distinct) = LabelCodes.OfWhole(groups.AsSpan());
        return Groups >= 1 && Groups < distinct.Length
            ? Combinations.Of(distinct.Length, Groups).Select(chosen => Testing(codes, distinct.Length, chosen))
            : throw new ArgumentException($"{nameof(LeavePGroupsOut)}: {Groups} of {distinct.Length} groups to test on; expected at least 1, and fewer than there are");
    }

    private static (RowIndices Train, RowIndices Test) Testing(int[] codes, int groups, int[] chosen)
    {
        var tested = new int[groups];
        foreach (var group in chosen)
        {
            tested[group] = 1;
        }

        var mask = Array.ConvertAll(codes, group => tested[group]);
        return FoldParts.Where(mask, 1, mask.Sum());
    }
}
