using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Cross-validation: the examples in k parts of (almost) equal size, each left out once. With the same seed the parts are those of scikit-learn's
/// <c>KFold(n_splits, shuffle=True, random_state=seed)</c>.
/// </summary>
/// <example><code>
/// foreach (var (train, validation) in KFold.Split(data, folds: 5, seed: 42)) { … }
/// </code></example>
public static class KFold
{
    /// <summary>Splits a dataset; nothing is copied.</summary>
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

    /// <summary>Splits the numbers 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">How many examples there are.</param>
    /// <param name="folds">The number of parts, at least 2 and at most the number of examples; 5 by default.</param>
    /// <param name="shuffle">Whether examples are dealt out at random rather than in runs; true by default.</param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <returns>For each part the numbers of both sides, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two parts, or more than examples.</exception>
    public static IReadOnlyList<(int[] Train, int[] Validation)> Indices(int count, int folds = 5, bool shuffle = true, uint seed = 0)
    {
        if (folds < 2 || folds > count)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"k-fold: {folds} parts of {count} examples; expected at least 2, and no more than examples");
        }

        var order = Enumerable.Range(0, count).ToArray();
        if (shuffle)
        {
            new RandomState(seed).Shuffle(order);
        }

        var result = new List<(int[], int[])>(folds);
        var start = 0;
        for (var fold = 0; fold < folds; fold++)
        {
            var size = (count / folds) + (fold < count % folds ? 1 : 0);
            result.Add(([.. order[..start].Concat(order[(start + size)..]).Order()], [.. order[start..(start + size)].Order()]));
            start += size;
        }

        return result;
    }
}
