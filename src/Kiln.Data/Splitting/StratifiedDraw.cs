using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Splits in which each class has the same share in both parts, drawn as scikit-learn's StratifiedShuffleSplit does: the
/// number of each class in each part is the mode of the multivariate hypergeometric distribution, ties broken at random; then a
/// permutation of each class is dealt out, and each part shuffled.
/// </summary>
internal sealed class StratifiedDraw
{
    private readonly int _train;
    private readonly int _test;

    // The examples in the order of their classes, and where each class begins among them.
    private readonly int[] _members;
    private readonly int[] _starts;
    private readonly int[] _sizes;

    internal StratifiedDraw(string op, int[] labels, int train, int test)
    {
        (_train, _test) = (train, test);
        var (codes, distinct) = LabelCodes.OfWhole(labels.AsSpan());
        _sizes = LabelCodes.Count(codes, distinct.Length);
        var lonely = Array.FindIndex(_sizes, size => size < 2);
        if (lonely >= 0 || test < distinct.Length || train < distinct.Length)
        {
            throw new ArgumentException(
                lonely >= 0
                    ? $"{op}: class {distinct[lonely]} has one example only; stratifying takes two of each class at least"
                    : $"{op}: {train} training and {test} test examples cannot each hold {distinct.Length} classes",
                nameof(labels));
        }

        _starts = new int[distinct.Length];
        for (var c = 1; c < _starts.Length; c++)
        {
            _starts[c] = _starts[c - 1] + _sizes[c - 1];
        }

        _members = new int[codes.Length];
        var next = _starts.AsSpan().ToArray();
        for (var i = 0; i < codes.Length; i++)
        {
            _members[next[codes[i]]++] = i;
        }
    }

    /// <summary>Draws one split.</summary>
    internal (RowIndices Train, RowIndices Test) Next(RandomState random)
    {
        var trainSizes = Shares(_sizes, _train, random);
        var testSizes = Shares([.. _sizes.Zip(trainSizes, (all, train) => all - train)], _test, random);
        var (train, test) = (new int[_train], new int[_test]);
        int t = 0, s = 0;
        for (var c = 0; c < _sizes.Length; c++)
        {
            var order = random.Permutation(_sizes[c]);
            var members = _members.AsSpan(_starts[c], _sizes[c]);
            foreach (var i in order.AsSpan(0, trainSizes[c]))
            {
                train[t++] = members[i];
            }

            foreach (var i in order.AsSpan(trainSizes[c], testSizes[c]))
            {
                test[s++] = members[i];
            }
        }

        random.Shuffle(train);
        random.Shuffle(test);
        return (train, test);
    }

    /// <summary>How many of each class to draw: its share rounded down, and the rest to the classes with the largest remainders.</summary>
    private static int[] Shares(int[] sizes, int draws, RandomState random)
    {
        var total = (double)sizes.Sum();
        var exact = Array.ConvertAll(sizes, size => size / total * draws);
        var shares = Array.ConvertAll(exact, share => (int)Math.Floor(share));
        var left = draws - shares.Sum();
        var remainders = exact.Select((share, c) => (Remainder: share - Math.Floor(share), Class: c))
            .GroupBy(r => r.Remainder, r => r.Class)
            .OrderByDescending(group => group.Key);
        foreach (var equal in remainders)
        {
            if (left <= 0)
            {
                break;
            }

            var classes = equal.ToArray();
            foreach (var chosen in random.Choice(classes, Math.Min(classes.Length, left), replace: false))
            {
                shares[chosen]++;
                left--;
            }
        }

        return shares;
    }
}
