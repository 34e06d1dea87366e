using System.Globalization;

namespace Kiln.Data;

/// <summary>
/// Splits of examples in the order of time, each tested after what it is trained on: scikit-learn's
/// <c>TimeSeriesSplit(n_splits, max_train_size, test_size, gap)</c>. The last split tests the last examples.
/// </summary>
/// <param name="Splits">How many, at least 2; 5 by default.</param>
/// <param name="MaxTrainSize">The most examples to train on, the newest; all by default.</param>
/// <param name="TestSize">The examples to test on, at least 1; by default examples / (splits + 1), rounded down.</param>
/// <param name="Gap">How many examples between the parts are left out, at least 0; 0 by default.</param>
public sealed record TimeSeriesSplit(int Splits = 5, int? MaxTrainSize = null, int? TestSize = null, int Gap = 0) : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Splits;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        var size = TestSize ?? count / (Splits + 1);
        if (Splits < 2 || Gap < 0 || size < 1 || MaxTrainSize < 1 || count - Gap - ((long)size * Splits) <= 0)
        {
            throw new ArgumentException(
                $"{nameof(TimeSeriesSplit)}: {Splits} splits with a test size of {size}, a gap of {Gap} and a training size of {MaxTrainSize?.ToString(CultureInfo.InvariantCulture) ?? "any"} "
                + $"do not fit {count} examples; expected at least 2 splits, sizes of at least 1, and splits × test size + gap below the number of examples");
        }

        return Enumerable.Range(0, Splits).Select(split =>
        {
            var start = count - ((Splits - split) * size);
            var end = start - Gap;
            var first = Math.Max(0, end - (MaxTrainSize ?? end));
            return (RowIndices.Range(first, end - first), RowIndices.Range(start, size));
        });
    }
}
