namespace Kiln.Estimators.Tests;

/// <summary>The splits of the coverage table by their names in Goldens/make_coverage_metrics.py: the numbers of all samples of all parts, one part after the other.</summary>
internal static class CoverageSplits
{
    private const int LeftOut = 60;

    public static IReadOnlyDictionary<string, Func<CoverageSamples, double[]>> All { get; } = new Dictionary<string, Func<CoverageSamples, double[]>>(StringComparer.Ordinal)
    {
        ["train and test"] = s =>
        [
            .. Parts([Split.Indices(s.Rows, testSize: 0.3, seed: 4)]), .. Parts([Split.Indices(s.Rows, seed: 5, stratify: s.Codes)]),
        ],
        ["k folds"] = s => Of(s, new KFold(4), new KFold(3, Shuffle: true, Seed: 1)),
        ["stratified k folds"] = s => Of(s, new StratifiedKFold(4), new StratifiedKFold(3, Shuffle: true, Seed: 1)),
        ["group k folds"] = s => Of(s, new GroupKFold(4), new StratifiedGroupKFold(3, Shuffle: true, Seed: 2)),
        ["repeated k folds"] = s => Of(s, new RepeatedKFold(3, 2, 6), new RepeatedStratifiedKFold(3, 2, 6)),
        ["shuffle"] = s => Of(s, new ShuffleSplit(3, 0.2, Seed: 7), new StratifiedShuffleSplit(3, 0.2, Seed: 7)),
        ["group shuffle"] = s => Of(s, new GroupShuffleSplit(3, 0.3, Seed: 8)),
        ["time series"] = s => Of(s, new TimeSeriesSplit(4, Gap: 1)),
        ["leave one group out"] = s => Of(s, new LeaveOneGroupOut()),
        ["leave one out"] = _ => [.. Parts(new LeaveOneOut().Split(LeftOut))],
    };

    private static double[] Of(CoverageSamples s, params Splitter[] splitters) => [.. splitters.SelectMany(splitter => Parts(splitter.Split(s.Rows, s.Codes, s.Groups)))];

    private static IEnumerable<double> Parts(IEnumerable<(RowIndices Train, RowIndices Test)> splits) => splits.SelectMany(split => split.Train.Concat(split.Test)).Select(row => (double)row);
}
