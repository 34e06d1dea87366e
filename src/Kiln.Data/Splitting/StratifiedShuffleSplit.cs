using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Random splits in which each class has the same share in both parts: scikit-learn's
/// <c>StratifiedShuffleSplit(n_splits, test_size, train_size, random_state)</c>. Both parts are in random order.
/// </summary>
/// <param name="Splits">How many, at least 1; 10 by default.</param>
/// <param name="TestSize">
/// Below 1 the fraction of the examples to test on, rounded up; otherwise their number. What <paramref name="TrainSize"/> leaves by default, or a tenth.
/// </param>
/// <param name="TrainSize">Below 1 the fraction of the examples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
public sealed record StratifiedShuffleSplit(int Splits = 10, double? TestSize = null, double? TrainSize = null, uint Seed = 0) : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Splits;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckRepeats(nameof(Splits), Splits);
        var sizes = SplitSizes.Of(nameof(StratifiedShuffleSplit), count, TestSize, TrainSize, 0.1);
        var draw = new StratifiedDraw(nameof(StratifiedShuffleSplit), labels, sizes.Train, sizes.Test);
        return Read();

        IEnumerable<(RowIndices Train, RowIndices Test)> Read()
        {
            var random = new RandomState(Seed);
            for (var split = 0; split < Splits; split++)
            {
                yield return draw.Next(random);
            }
        }
    }
}
