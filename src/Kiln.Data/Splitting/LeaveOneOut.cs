namespace Kiln.Data;

/// <summary>Each example is tested once, alone: scikit-learn's <c>LeaveOneOut()</c>. As many fits as examples.</summary>
public sealed record LeaveOneOut : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => count;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups) =>
        count > 1
            ? Enumerable.Range(0, count).Select(i => FoldParts.TestingRun(count, i, 1))
            : throw new ArgumentException($"{nameof(LeaveOneOut)}: takes at least 2 examples; there is {count}");
}
