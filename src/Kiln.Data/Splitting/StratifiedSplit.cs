using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// A split in which each class has the same share in both parts, drawing as scikit-learn's StratifiedShuffleSplit does: the
/// number of each class in each part is the mode of the multivariate hypergeometric distribution, ties broken at random; then a
/// permutation of each class is dealt out, and each part shuffled.
/// </summary>
internal static class StratifiedSplit
{
    internal static (int[] Train, int[] Test) Indices(IReadOnlyList<int> labels, int count, int testCount, uint seed)
    {
        if (labels.Count != count)
        {
            throw new ArgumentException($"split: {labels.Count} labels to stratify by were given for {count} examples", nameof(labels));
        }

        var members = Enumerable.Range(0, count).GroupBy(i => labels[i]).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var lonely = Array.FindIndex(members, m => m.Length < 2);
        if (lonely >= 0 || testCount < members.Length || count - testCount < members.Length)
        {
            throw new ArgumentException(
                lonely >= 0
                    ? $"split: class {labels[members[lonely][0]]} has one example only; stratifying takes two of each class at least"
                    : $"split: {count - testCount} training and {testCount} test examples cannot each hold {members.Length} classes",
                nameof(labels));
        }

        var random = new RandomState(seed);
        var sizes = Array.ConvertAll(members, m => m.Length);
        var trainSizes = Shares(sizes, count - testCount, random);
        var testSizes = Shares([.. sizes.Zip(trainSizes, (all, train) => all - train)], testCount, random);
        var (trainPart, testPart) = (new List<int>(count - testCount), new List<int>(testCount));
        for (var c = 0; c < members.Length; c++)
        {
            var order = Array.ConvertAll(random.Permutation(members[c].Length), i => members[c][i]);
            trainPart.AddRange(order[..trainSizes[c]]);
            testPart.AddRange(order[trainSizes[c]..(trainSizes[c] + testSizes[c])]);
        }

        return (random.Permutation(trainPart), random.Permutation(testPart));
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
