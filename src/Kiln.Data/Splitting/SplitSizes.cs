namespace Kiln.Data;

/// <summary>
/// How many examples the parts of a random split have. A size below 1 is a fraction of the examples, rounded up for the test part and
/// down for the training part; from 1 it is their number.
/// </summary>
internal static class SplitSizes
{
    internal static (int Train, int Test) Of(string op, int count, double? testSize, double? trainSize, double defaultTestSize)
    {
        if (testSize is null && trainSize is null)
        {
            testSize = defaultTestSize;
        }

        var test = testSize is { } t ? Number(op, "test size", t, count, Math.Ceiling(t * count)) : -1;
        var train = trainSize is { } r ? Number(op, "training size", r, count, Math.Floor(r * count)) : count - test;
        test = test < 0 ? count - train : test;
        return train >= 1 && test >= 1 && !(testSize < 1 && trainSize < 1 && testSize + trainSize > 1) && (long)train + test <= count
            ? (train, test)
            : throw new ArgumentException(
                $"{op}: {Given("test size", testSize)} and {Given("training size", trainSize)} of {count} examples make parts of {test} and {train}; "
                + "neither may be empty, and together they hold no more than all");
    }

    private static int Number(string op, string name, double size, int count, double fraction)
    {
        var number = size < 1 ? fraction : size;
        return size > 0 && number == Math.Floor(number) && number <= count
            ? (int)number
            : throw new ArgumentException(
                $"{op}: a {name} of {size} of {count} examples is not possible; give a fraction between 0 and 1, or a whole number of examples below their count");
    }

    private static string Given(string name, double? size) => size is { } s ? $"a {name} of {s}" : $"no {name}";
}
