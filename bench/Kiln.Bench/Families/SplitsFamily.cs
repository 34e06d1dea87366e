using Kiln.Data;

namespace Kiln.Bench;

/// <summary>
/// Splits of 100,000 rows for cross-validation, against scikit-learn's. What is made is equal number for number. Both sides write the numbers of both parts of each split
/// into one buffer that they keep: what a part holds is read as a user would, whether it is an array of its own, a piece of one or, where numbers are consecutive, its ends.
/// </summary>
internal static class SplitsFamily
{
    private const int Rows = 100_000;

    public static IEnumerable<Comparison> All()
    {
        yield return Of("k-fold", new KFold(5));
        yield return Of("k-fold-shuffled", new KFold(5, true, 1));
        yield return Of("stratified-k-fold", new StratifiedKFold(5), classes: 10);
        yield return Of("stratified-k-fold-shuffled", new StratifiedKFold(5, true, 1), classes: 10);
        yield return Of("group-k-fold", new GroupKFold(5), groups: 1000);
        yield return Of("stratified-group-k-fold", new StratifiedGroupKFold(5), classes: 3, groups: 200);
        yield return Of("repeated-k-fold", new RepeatedKFold(5, 2, 1));
        yield return Of("shuffle-split", new ShuffleSplit(5, 0.2, null, 1));
        yield return Of("stratified-shuffle-split", new StratifiedShuffleSplit(5, 0.2, null, 1), classes: 10);
        yield return Of("group-shuffle-split", new GroupShuffleSplit(5, 0.2, null, 1), groups: 1000);
        yield return Of("time-series-split", new TimeSeriesSplit(5));
        yield return Of("leave-one-group-out", new LeaveOneGroupOut(), groups: 20);
        yield return TrainTest();
    }

    private static Comparison Of(string name, Splitter splitter, int classes = 0, int groups = 0) => new(
        $"splits-{name}",
        "rows/s",
        Rows,
        () =>
        {
            var (labels, members) = (Codes(classes, 1), Codes(groups, 2));
            var room = new int[Rows];
            RowIndices last = room;
            return new Trial(() =>
            {
                foreach (var (train, test) in splitter.Split(Rows, labels, members))
                {
                    train.CopyTo(room);
                    test.CopyTo(room);
                    last = test;
                }
            }, () => Array.ConvertAll(last.ToArray(), static i => (double)i));
        },
        Peer.Sklearn("splits", "split", name, classes, groups))
    {
        Group = "splits",
        Bar = 2,
    };

    private static Comparison TrainTest() => new(
        "splits-train-test-stratified",
        "rows/s",
        Rows,
        () =>
        {
            var (labels, room) = (Codes(10, 1), new int[Rows]);
            RowIndices last = room;
            return new Trial(() =>
            {
                var (train, test) = Split.Indices(Rows, 0.25, 1, stratify: labels);
                train.CopyTo(room);
                test.CopyTo(room);
                last = test;
            }, () => Array.ConvertAll(last.ToArray(), static i => (double)i));
        },
        Peer.Sklearn("splits", "train_test"))
    {
        Group = "splits",
        Bar = 2,
    };

    private static int[]? Codes(int count, uint seed) =>
        count == 0 ? null : Array.ConvertAll(Operands.Draw(Rows, seed), v => (int)((v + 1f) * 0.5f * count));
}
