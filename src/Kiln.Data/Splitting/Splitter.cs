namespace Kiln.Data;

/// <summary>
/// A way to split examples again and again into a part to train on and a part to test on. A splitter is a record of options: it can be
/// shared, compared and used from many threads, and gives the same parts each time it is asked. With the same options and seed they are
/// those of the splitter of the same name in scikit-learn 1.2.1 (<c>sklearn.model_selection</c>).
/// </summary>
/// <example><code>
/// foreach (var (train, test) in new StratifiedKFold(Folds: 5, Shuffle: true, Seed: 42).Split(labels.Length, labels)) { … }
/// </code></example>
/// <remarks>
/// Labels and groups are whole numbers; <see cref="LabelCodes.Of{T}"/> makes them of anything that can be ordered, such as names. To add a
/// way to split, derive a record and say its <see cref="Plan"/> and <see cref="SplitCount"/>.
/// </remarks>
public abstract record Splitter
{
    /// <summary>Whether <see cref="Split"/> must be given class labels; false unless a splitter says otherwise.</summary>
    public virtual bool NeedsLabels => false;

    /// <summary>Whether <see cref="Split"/> must be given groups; false unless a splitter says otherwise.</summary>
    public virtual bool NeedsGroups => false;

    /// <summary>Splits the numbers 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">How many examples there are, at least 1.</param>
    /// <param name="labels">The class of each example, for splitters that keep the shares of classes; ignored by the others.</param>
    /// <param name="groups">The group of each example, for splitters that keep groups together; ignored by the others.</param>
    /// <returns>The numbers of both parts of each split, made one split at a time while they are read.</returns>
    /// <exception cref="ArgumentException">The options do not suit these examples, or labels or groups are missing or not one for each.</exception>
    public IEnumerable<(RowIndices Train, RowIndices Test)> Split(int count, IReadOnlyList<int>? labels = null, IReadOnlyList<int>? groups = null)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"{GetType().Name}: there are {count} examples to split; expected at least 1");
        }

        return Plan(count, Column("labels", labels, count, NeedsLabels), Column("groups", groups, count, NeedsGroups));
    }

    /// <summary>Splits a dataset; nothing is copied.</summary>
    /// <inheritdoc cref="Split"/>
    /// <param name="dataset">The dataset.</param>
    /// <param name="labels">The class of each example, for splitters that keep the shares of classes; ignored by the others.</param>
    /// <param name="groups">The group of each example, for splitters that keep groups together; ignored by the others.</param>
    public IEnumerable<(Dataset Train, Dataset Test)> Subsets(
        Dataset dataset, IReadOnlyList<int>? labels = null, IReadOnlyList<int>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Split(dataset.Count, labels, groups).Select(part => (dataset.Subset(part.Train), dataset.Subset(part.Test)));
    }

    /// <summary>How many splits there are, without making them: scikit-learn's <c>get_n_splits</c>.</summary>
    /// <param name="count">How many examples there are.</param>
    /// <param name="groups">The group of each example, where their number decides.</param>
    /// <exception cref="ArgumentException">Groups are needed and not given, or there are more splits than an int counts.</exception>
    public abstract int SplitCount(int count, IReadOnlyList<int>? groups = null);

    /// <summary>Checks the options against the examples at once, and makes the parts when they are read, each time alike.</summary>
    /// <param name="count">How many examples there are, at least 1.</param>
    /// <param name="labels">Their classes; empty when not given and not needed.</param>
    /// <param name="groups">Their groups; empty when not given and not needed.</param>
    protected abstract IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups);

    /// <summary>Throws unless a number of parts is at least 2 and at most <paramref name="count"/>.</summary>
    private protected void CheckFolds(int folds, int count, string of = "examples")
    {
        if (folds < 2 || folds > count)
        {
            throw new ArgumentException($"{GetType().Name}: {folds} parts of {count} {of}; expected at least 2, and no more than {of}");
        }
    }

    /// <summary>Throws unless a number of repetitions or splits is at least 1.</summary>
    private protected void CheckRepeats(string name, int value)
    {
        if (value < 1)
        {
            throw new ArgumentException($"{GetType().Name}: {name} is {value}; expected at least 1");
        }
    }

    private int[] Column(string name, IReadOnlyList<int>? values, int count, bool needed)
    {
        if (values is null)
        {
            return needed ? throw new ArgumentException($"{GetType().Name}: needs {name}, one for each example; none were given", name) : [];
        }

        return values.Count == count
            ? values as int[] ?? [.. values]
            : throw new ArgumentException($"{GetType().Name}: {values.Count} {name} were given for {count} examples", name);
    }
}
