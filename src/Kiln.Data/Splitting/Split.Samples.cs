namespace Kiln.Data;

/// <content>Splits of what estimators take: features of any kind with their target, and whole tables.</content>
public static partial class Split
{
    /// <summary>Splits samples and their target; dense, sparse and tables stay what they are.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target, one for each sample.</param>
    /// <param name="testSize">
    /// Below 1 the fraction of the samples to test on, rounded up; otherwise their number. What <paramref name="trainSize"/> leaves by default, or a quarter.
    /// </param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <param name="shuffle">False to take the last samples for the test, in order; true by default.</param>
    /// <param name="stratify">Classes, one for each sample, whose shares both parts shall have: usually <paramref name="y"/> itself; none by default.</param>
    /// <param name="trainSize">Below 1 the fraction of the samples to train on, rounded down; otherwise their number. What the test leaves by default.</param>
    /// <returns>Both parts.</returns>
    /// <exception cref="ArgumentException">A part would be empty, or the classes do not allow to stratify.</exception>
    /// <exception cref="DatasetException">Samples and targets differ in number.</exception>
    public static (Samples Train, Samples Test) TrainTest(
        Features x, Target y, double? testSize = null, uint seed = 0, bool shuffle = true, Target? stratify = null, double? trainSize = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rows != y.Count)
        {
            throw new DatasetException($"split: {x.Rows} samples but {y.Count} targets were given; one target for each sample is expected");
        }

        var (train, test) = Indices(x.Rows, testSize, seed, shuffle, Codes(stratify), trainSize);
        return (new(x.Take(train), y.Take(train)), new(x.Take(test), y.Take(test)));
    }

    /// <summary>Splits the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="testSize">
    /// Below 1 the fraction of the rows to test on, rounded up; otherwise their number. What <paramref name="trainSize"/> leaves by default, or a quarter.
    /// </param>
    /// <param name="seed">What the choice depends on; 0 by default.</param>
    /// <param name="shuffle">False to take the last rows for the test, in order; true by default.</param>
    /// <param name="stratify">The name of a column of classes whose shares both parts shall have; none by default.</param>
    /// <param name="trainSize">Below 1 the fraction of the rows to train on, rounded down; otherwise their number. What the test leaves by default.</param>
    /// <returns>Both parts.</returns>
    /// <exception cref="ArgumentException">A part would be empty, or the classes do not allow to stratify.</exception>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public static (Table Train, Table Test) TrainTest(
        Table table, double? testSize = null, uint seed = 0, bool shuffle = true, string? stratify = null, double? trainSize = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var (train, test) = Indices(table.RowCount, testSize, seed, shuffle, Codes(stratify is null ? null : Target.Of(table[stratify])), trainSize);
        return (table.Take(train.ToArray()), table.Take(test.ToArray()));
    }

    private static int[]? Codes(Target? classes)
    {
        if (classes is null)
        {
            return null;
        }

        classes.Distinct(out var codes);
        return codes;
    }
}
