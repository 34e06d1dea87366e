using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Cross-validation: the examples in k parts of (almost) equal size, each left out once: scikit-learn's <c>KFold(n_splits, shuffle, random_state)</c>,
/// with the same parts for the same seed.
/// </summary>
/// <param name="Folds">The number of parts, at least 2 and at most the number of examples; 5 by default.</param>
/// <param name="Shuffle">Whether examples are dealt out at random rather than in runs; false by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
/// <example><code>
/// foreach (var (train, validation) in KFold.Split(data, folds: 5, seed: 42)) { … }
/// </code></example>
public sealed record KFold(int Folds = 5, bool Shuffle = false, uint Seed = 0) : Splitter
{
    /// <summary>Splits a dataset; nothing is copied. Unlike the record, this shuffles unless told otherwise.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="folds">The number of parts, at least 2 and at most the number of examples; 5 by default.</param>
    /// <param name="shuffle">Whether examples are dealt out at random rather than in runs; true by default.</param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <returns>For each part, the others to train on and the part to validate on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two parts, or more than examples.</exception>
    public static IReadOnlyList<(Dataset Train, Dataset Validation)> Split(Dataset dataset, int folds = 5, bool shuffle = true, uint seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. Indices(dataset.Count, folds, shuffle, seed).Select(f => (dataset.Subset(f.Train), dataset.Subset(f.Validation)))];
    }

    /// <summary>Splits the numbers 0 to <paramref name="count"/> − 1. Unlike the record, this shuffles unless told otherwise.</summary>
    /// <param name="count">How many examples there are.</param>
    /// <param name="folds">The number of parts, at least 2 and at most the number of examples; 5 by default.</param>
    /// <param name="shuffle">Whether examples are dealt out at random rather than in runs; true by default.</param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <returns>For each part the numbers of both sides, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two parts, or more than examples.</exception>
    public static IReadOnlyList<(RowIndices Train, RowIndices Validation)> Indices(int count, int folds = 5, bool shuffle = true, uint seed = 0)
    {
        return folds < 2 || folds > count
            ? throw new ArgumentOutOfRangeException(nameof(folds), folds, $"k-fold: {folds} parts of {count} examples; expected at least 2, and no more than examples")
            : [.. Parts(count, folds, shuffle ? new RandomState(seed) : null)];
    }

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Folds;

    /// <summary>The parts; when shuffled, of an order drawn from <paramref name="random"/> when the first is read.</summary>
    internal static IEnumerable<(RowIndices Train, RowIndices Test)> Parts(int count, int folds, RandomState? random)
    {
        var order = random?.Permutation(count);
        var start = 0;
        for (var fold = 0; fold < folds; fold++)
        {
            var size = (count / folds) + (fold < count % folds ? 1 : 0);
            yield return order is null ? FoldParts.TestingRun(count, start, size) : FoldParts.Testing(count, order.AsSpan(start, size));
            start += size;
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckFolds(Folds, count);
        return Read();

        IEnumerable<(RowIndices Train, RowIndices Test)> Read()
        {
            foreach (var part in Parts(count, Folds, Shuffle ? new RandomState(Seed) : null))
            {
                yield return part;
            }
        }
    }
}
