using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Splitters as text, for files and the command line: <c>stratified-k-fold(folds=5, shuffle=true, seed=1)</c>.</summary>
internal static class SplitterText
{
    private static readonly string[] s_names =
    [
        "k-fold", "stratified-k-fold", "group-k-fold", "stratified-group-k-fold", "repeated-k-fold", "repeated-stratified-k-fold", "shuffle-split",
        "stratified-shuffle-split", "group-shuffle-split", "time-series-split", "leave-one-out", "leave-p-out", "leave-one-group-out", "leave-p-groups-out",
    ];

    public static string? Of(Splitter? splitter) => splitter switch
    {
        null => null,
        KFold s => Text("k-fold", ("folds", s.Folds), ("shuffle", s.Shuffle), ("seed", s.Seed)),
        StratifiedKFold s => Text("stratified-k-fold", ("folds", s.Folds), ("shuffle", s.Shuffle), ("seed", s.Seed)),
        GroupKFold s => Text("group-k-fold", ("folds", s.Folds)),
        StratifiedGroupKFold s => Text("stratified-group-k-fold", ("folds", s.Folds), ("shuffle", s.Shuffle), ("seed", s.Seed)),
        RepeatedKFold s => Text("repeated-k-fold", ("folds", s.Folds), ("repeats", s.Repeats), ("seed", s.Seed)),
        RepeatedStratifiedKFold s => Text("repeated-stratified-k-fold", ("folds", s.Folds), ("repeats", s.Repeats), ("seed", s.Seed)),
        ShuffleSplit s => Text("shuffle-split", ("splits", s.Splits), ("test_size", s.TestSize), ("train_size", s.TrainSize), ("seed", s.Seed)),
        StratifiedShuffleSplit s => Text("stratified-shuffle-split", ("splits", s.Splits), ("test_size", s.TestSize), ("train_size", s.TrainSize), ("seed", s.Seed)),
        GroupShuffleSplit s => Text("group-shuffle-split", ("splits", s.Splits), ("test_size", s.TestSize), ("train_size", s.TrainSize), ("seed", s.Seed)),
        TimeSeriesSplit s => Text("time-series-split", ("splits", s.Splits), ("max_train_size", s.MaxTrainSize), ("test_size", s.TestSize), ("gap", s.Gap)),
        LeaveOneOut => "leave-one-out",
        LeavePOut s => Text("leave-p-out", ("size", s.Size)),
        LeaveOneGroupOut => "leave-one-group-out",
        LeavePGroupsOut s => Text("leave-p-groups-out", ("groups", s.Groups)),

        // Splits that were given row by row belong to the samples, not to the settings: a saved search names them and does not keep them.
        _ => "given",
    };

    /// <summary>Reads what <see cref="Of"/> writes.</summary>
    /// <exception cref="ArgumentException">It is no splitter; the message lists the near names.</exception>
    public static Splitter? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = (open < 0 ? text : text[..open]).Trim().Replace('_', '-');
        var options = Options(open < 0 ? string.Empty : text[(open + 1)..].TrimEnd(' ', ')'));
        int Whole(string key, int otherwise) => options.Remove(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
        int? WholeOrNone(string key) => options.Remove(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : null;
        double? Size(string key) => options.Remove(key, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : null;
        var (shuffle, seed) = (options.Remove("shuffle", out var flag) && bool.Parse(flag), options.Remove("seed", out var number) ? uint.Parse(number, CultureInfo.InvariantCulture) : 0);
        Splitter splitter = name switch
        {
            "k-fold" => new KFold(Whole("folds", 5), shuffle, seed),
            "stratified-k-fold" => new StratifiedKFold(Whole("folds", 5), shuffle, seed),
            "group-k-fold" => new GroupKFold(Whole("folds", 5)),
            "stratified-group-k-fold" => new StratifiedGroupKFold(Whole("folds", 5), shuffle, seed),
            "repeated-k-fold" => new RepeatedKFold(Whole("folds", 5), Whole("repeats", 10), seed),
            "repeated-stratified-k-fold" => new RepeatedStratifiedKFold(Whole("folds", 5), Whole("repeats", 10), seed),
            "shuffle-split" => new ShuffleSplit(Whole("splits", 10), Size("test_size"), Size("train_size"), seed),
            "stratified-shuffle-split" => new StratifiedShuffleSplit(Whole("splits", 10), Size("test_size"), Size("train_size"), seed),
            "group-shuffle-split" => new GroupShuffleSplit(Whole("splits", 5), Size("test_size"), Size("train_size"), seed),
            "time-series-split" => new TimeSeriesSplit(Whole("splits", 5), WholeOrNone("max_train_size"), WholeOrNone("test_size"), Whole("gap", 0)),
            "leave-one-out" => new LeaveOneOut(),
            "leave-p-out" => new LeavePOut(Whole("size", 2)),
            "leave-one-group-out" => new LeaveOneGroupOut(),
            "leave-p-groups-out" => new LeavePGroupsOut(Whole("groups", 2)),
            "given" => new ListedSplits([]),
            _ => throw new ArgumentException($"splitter: there is no '{name}'; {NearNames.Hint(name, s_names, "there are")}", nameof(text)),
        };
        return options.Count == 0 ? splitter : throw new ArgumentException($"splitter: {name} has no option '{options.Keys.First()}'", nameof(text));
    }

    private static Dictionary<string, string> Options(string text)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            options[pair[0].Replace('-', '_')] = pair.Length == 2 ? pair[1] : throw new ArgumentException($"splitter: '{part}' is no option; expected name=value");
        }

        return options;
    }

    private static string Text(string name, params (string Name, object? Value)[] options) =>
        $"{name}({string.Join(", ", options.Where(option => option.Value is not null).Select(option => $"{option.Name}={ParameterText.Of(option.Value)}"))})";
}
