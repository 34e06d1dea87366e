namespace Kiln.Data;

/// <summary>Every choice of p examples is tested once: scikit-learn's <c>LeavePOut(p)</c>. Their number grows fast: 4,950 for 2 of 100.</summary>
/// <param name="Size">How many examples to test on, p, at least 1 and below their number.</param>
public sealed record LeavePOut(int Size) : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Combinations.Count(nameof(LeavePOut), count, Size);

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups) =>
        Size >= 1 && Size < count
            ? Combinations.Of(count, Size).Select(chosen => FoldParts.Testing(count, chosen))
            : throw new ArgumentException($"{nameof(LeavePOut)}: {Size} of {count} examples to test on; expected at least 1, and fewer than there are");
}
