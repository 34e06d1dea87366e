namespace Kiln.Data;

/// <summary>Each group is tested once, in ascending order: scikit-learn's <c>LeaveOneGroupOut()</c>.</summary>
public sealed record LeaveOneGroupOut : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsGroups => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => LeavePGroupsOut.GroupCount(nameof(LeaveOneGroupOut), groups);

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        var (codes, distinct) = LabelCodes.OfWhole(groups.AsSpan());
        return distinct.Length > 1
            ? FoldParts.ByNumber(codes, distinct.Length)
            : throw new ArgumentException($"{nameof(LeaveOneGroupOut)}: all examples are in group {distinct[0]}; takes at least 2 groups");
    }
}
