using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Splits data into a part to train on and a part to test on. With the same seed the parts are those of scikit-learn's
/// <c>train_test_split(test_size=…, random_state=seed)</c>, with and without <c>stratify</c>.
/// </summary>
public static partial class Split
{
    /// <summary>Splits inputs and targets.</summary>
    /// <param name="x">The inputs, (examples, …).</param>
    /// <param name="y">The targets, (examples, …).</param>
    /// <param name="testSize">
    /// Below 1 the fraction of the examples to test on, rounded up; otherwise their number. What <paramref name="trainSize"/> leaves by default, or a quarter.
    /// </param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <param name="shuffle">False to take the last examples for the test, in order; true by default.</param>
    /// <param name="stratify">Class labels, one for each example, whose shares both parts shall have; none by default.</param>
    /// <param name="trainSize">Below 1 the fraction of the examples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
    /// <returns>Two datasets.</returns>
    /// <exception cref="ArgumentException">A part would be empty, or the labels do not allow to stratify.</exception>
    /// <exception cref="DatasetException">The tensors have different numbers of rows, or hold NaN or infinities.</exception>
    public static (TensorDataset Train, TensorDataset Test) TrainTest(
        Tensor x, Tensor y, double? testSize = null, uint seed = 0, bool shuffle = true, IReadOnlyList<int>? stratify = null, double? trainSize = null)
    {
        var all = new TensorDataset(x, y);
        var (train, test) = Indices(all.Count, testSize, seed, shuffle, stratify, trainSize);
        return (Part(all, train), Part(all, test));
    }

    /// <summary>Splits inputs and targets so that both parts have the same shares of each class, as <c>stratify=y</c> in scikit-learn.</summary>
    /// <param name="x">The inputs, (examples, …).</param>
    /// <param name="y">The targets, (examples, …).</param>
    /// <param name="stratify">Class labels as integers, (examples,): usually <paramref name="y"/> itself.</param>
    /// <param name="testSize">
    /// Below 1 the fraction of the examples to test on, rounded up; otherwise their number. What <paramref name="trainSize"/> leaves by default, or a quarter.
    /// </param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <param name="trainSize">Below 1 the fraction of the examples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
    /// <returns>Two datasets.</returns>
    /// <exception cref="ArgumentException">A part would be empty, or the labels do not allow to stratify.</exception>
    /// <exception cref="DatasetException">The tensors have different numbers of rows, or hold NaN or infinities.</exception>
    /// <exception cref="DTypeException">The labels are not integers.</exception>
    public static (TensorDataset Train, TensorDataset Test) TrainTest(Tensor x, Tensor y, Tensor stratify, double? testSize = null, uint seed = 0, double? trainSize = null)
    {
        ArgumentNullException.ThrowIfNull(stratify);
        return stratify.DType.IsInteger() && stratify.Rank == 1
            ? TrainTest(x, y, testSize, seed, stratify: stratify.To(DType.Int32).ToArray<int>(), trainSize: trainSize)
            : throw new DTypeException($"split: labels to stratify by are integers, one for each example; these are {stratify.DType.Name()} {stratify.Shape}");
    }

    /// <summary>Splits a dataset; nothing is copied.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="testSize">
    /// Below 1 the fraction of the examples to test on, rounded up; otherwise their number. What <paramref name="trainSize"/> leaves by default, or a quarter.
    /// </param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <param name="shuffle">False to take the last examples for the test, in order; true by default.</param>
    /// <param name="stratify">Class labels, one for each example, whose shares both parts shall have; none by default.</param>
    /// <param name="trainSize">Below 1 the fraction of the examples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
    /// <returns>Two datasets.</returns>
    /// <exception cref="ArgumentException">A part would be empty, or the labels do not allow to stratify.</exception>
    public static (Dataset Train, Dataset Test) TrainTest(
        Dataset dataset, double? testSize = null, uint seed = 0, bool shuffle = true, IReadOnlyList<int>? stratify = null, double? trainSize = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (train, test) = Indices(dataset.Count, testSize, seed, shuffle, stratify, trainSize);
        return (dataset.Subset(train), dataset.Subset(test));
    }

    /// <summary>Splits the numbers 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">How many examples there are.</param>
    /// <param name="testSize">
    /// Below 1 the fraction of the examples to test on, rounded up; otherwise their number. What <paramref name="trainSize"/> leaves by default, or a quarter.
    /// </param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <param name="shuffle">False to take the last examples for the test, in order; true by default.</param>
    /// <param name="stratify">Class labels, one for each example, whose shares both parts shall have; none by default.</param>
    /// <param name="trainSize">Below 1 the fraction of the examples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
    /// <returns>The numbers of each part.</returns>
    /// <exception cref="ArgumentException">A part would be empty, or the labels do not allow to stratify.</exception>
    public static (RowIndices Train, RowIndices Test) Indices(
        int count, double? testSize = null, uint seed = 0, bool shuffle = true, IReadOnlyList<int>? stratify = null, double? trainSize = null)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"split: there are {count} examples to split; expected at least 1");
        }

        var (train, test) = SplitSizes.Of("split", count, testSize, trainSize, 0.25);
        if (stratify is not null)
        {
            return !shuffle ? throw new ArgumentException("split: stratifying means choosing at random; leave shuffle on", nameof(shuffle))
                : stratify.Count != count
                ? throw new ArgumentException($"split: {stratify.Count} labels to stratify by were given for {count} examples", nameof(stratify))
                : new StratifiedDraw("split", stratify as int[] ?? [.. stratify], train, test).Next(new RandomState(seed));
        }

        if (!shuffle)
        {
            return (RowIndices.Range(0, train), RowIndices.Range(train, test));
        }

        var order = new RandomState(seed).Permutation(count);
        return (new(order, test, train), new(order, 0, test));
    }

    private static TensorDataset Part(TensorDataset all, RowIndices rows)
    {
        var batch = all.Gather(rows);
        return new TensorDataset(batch.Inputs, batch.Targets, allowNonFinite: true);
    }
}
