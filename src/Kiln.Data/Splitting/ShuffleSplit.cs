using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Random splits, independent of each other: scikit-learn's <c>ShuffleSplit(n_splits, test_size, train_size, random_state)</c>. Both parts are in random order.</summary>
/// <param name="Splits">How many, at least 1; 10 by default.</param>
/// <param name="TestSize">
/// Below 1 the fraction of the examples to test on, rounded up; otherwise their number. What <paramref name="TrainSize"/> leaves by default, or a tenth.
/// </param>
/// <param name="TrainSize">Below 1 the fraction of the examples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
public sealed record ShuffleSplit(int Splits = 10, double? TestSize = null, double? TrainSize = null, uint Seed = 0) : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Splits;

    /// <summary>The splits, drawn while they are read.</summary>
    internal static IEnumerable<(RowIndices Train, RowIndices Test)> Draw(int count, int splits, (int Train, int Test) sizes, uint seed)
    {
        var random = new RandomState(seed);
        for (var split = 0; split < splits; split++)
        {
            var order = random.Permutation(count);
            yield return (new(order, sizes.Test, sizes.Train), new(order, 0, sizes.Test));
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckRepeats(nameof(Splits), Splits);
        return Draw(count, Splits, SplitSizes.Of(nameof(ShuffleSplit), count, TestSize, TrainSize, 0.1), Seed);
    }
}
