using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kiln.Data.Tests;

public class SplitterTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length)];

    private static readonly JsonElement[] All =
        [.. JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("splitters.json"))).RootElement.EnumerateArray()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Splits_are_those_of_scikit_learn_for_the_same_seed(int index)
    {
        var golden = All[index];
        var count = golden.GetProperty("count").GetInt32();
        var (labels, groups) = (Labels(golden), Groups(golden));
        var splitter = Make(golden.GetProperty("splitter").GetString()!, golden.GetProperty("options"));

        var splits = splitter.Split(count, labels, groups).ToArray();

        splits.Length.ShouldBe(golden.GetProperty("splits").GetInt32());
        splitter.SplitCount(count, groups).ShouldBe(splits.Length);
        splits.Take(12).Select(s => new[] { s.Train.Count, s.Test.Count }).ShouldBe(golden.GetProperty("sizes").Deserialize<int[][]>()!);
        if (golden.GetProperty("parts").Deserialize<int[][][]>() is { } parts)
        {
            splits.Select(s => new[] { s.Train.ToArray(), s.Test.ToArray() }).ShouldBe(parts);
        }

        Hash(splits).ShouldBe(golden.GetProperty("sha").GetString());
        Hash(splitter.Split(count, labels, groups)).ShouldBe(Hash(splits), "read anew");
    }

    [Fact]
    public void Every_splitter_is_compared()
    {
        string[] splitters = [.. typeof(Splitter).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Splitter))).Select(t => t.Name)];
        splitters.Except(All.Select(golden => golden.GetProperty("splitter").GetString())).ShouldBe([nameof(ListedSplits)]);
    }

    [Fact]
    public void A_splitter_read_twice_at_once_gives_the_same_parts()
    {
        var split = new RepeatedKFold(Folds: 3, Repeats: 2, Seed: 1).Split(9);
        foreach (var (one, other) in split.Zip(split))
        {
            one.Test.ToArray().ShouldBe(other.Test.ToArray());
        }
    }

    [Fact]
    public void Listed_splits_are_given_back_and_checked()
    {
        (RowIndices, RowIndices)[] parts = [(new int[] { 0, 1 }, new int[] { 2 }), (new int[] { 2 }, new int[] { 0 })];
        new ListedSplits(parts).Split(3).ShouldBe(parts);
        Should.Throw<ArgumentException>(() => new ListedSplits(parts).Split(2)).Message.ShouldContain("split 0 names example 2");
    }

    [Fact]
    public void A_dataset_is_split_without_copying()
    {
        var data = new TensorDataset(Tensor.Arange(10), Tensor.Arange(10));
        var folds = new GroupKFold(2).Subsets(data, groups: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]).ToArray();
        folds.Length.ShouldBe(2);
        folds[0].Test.Gather([0]).Inputs.ToArray<long>().ShouldBe([5]);
    }

    [Fact]
    public void Splitters_are_values()
    {
        new KFold(3).ShouldBe(new KFold(3));
        (new KFold() with { Shuffle = true }).ToString().ShouldContain("Shuffle = True");
    }

    [Theory]
    [InlineData("KFold", """{"Folds": 21}""", "21 parts of 20 examples")]
    [InlineData("KFold", """{"Folds": 1}""", "1 parts of 20 examples")]
    [InlineData("StratifiedKFold", """{"Folds": 11}""", "largest class has 10 members")]
    [InlineData("RepeatedStratifiedKFold", """{"Folds": 11}""", "largest class has 10 members")]
    [InlineData("StratifiedGroupKFold", """{"Folds": 11}""", "largest class has 10 members")]
    [InlineData("GroupKFold", """{"Folds": 5}""", "5 parts of 4 groups")]
    [InlineData("RepeatedKFold", """{"Repeats": 0}""", "Repeats is 0")]
    [InlineData("ShuffleSplit", """{"Splits": 0}""", "Splits is 0")]
    [InlineData("ShuffleSplit", """{"TestSize": 12, "TrainSize": 9}""", "test size of 12 and a training size of 9 of 20 examples")]
    [InlineData("ShuffleSplit", """{"TestSize": 0.32, "TrainSize": 0.69}""", "together they hold no more than all")]
    [InlineData("StratifiedShuffleSplit", """{"TestSize": 1}""", "19 training and 1 test examples cannot each hold 2 classes")]
    [InlineData("GroupShuffleSplit", """{"TestSize": 5}""", "test size of 5 of 4 examples")]
    [InlineData("TimeSeriesSplit", """{"Splits": 20}""", "20 splits")]
    [InlineData("TimeSeriesSplit", """{"Gap": 10}""", "a gap of 10")]
    [InlineData("LeavePOut", """{"Size": 20}""", "20 of 20 examples")]
    [InlineData("LeavePGroupsOut", """{"Groups": 4}""", "4 of 4 groups")]
    [InlineData("PredefinedSplit", """{"TestFold": [0, 1]}""", "folds of 2 examples, but 20")]
    public void Options_that_do_not_suit_the_examples_are_refused_at_once(string splitter, string options, string message)
    {
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
        int[] groups = [.. Enumerable.Range(0, 20).Select(i => i % 4)];
        var error = Should.Throw<ArgumentException>(() => Make(splitter, JsonDocument.Parse(options).RootElement).Split(20, labels, groups));
        error.Message.ShouldContain(message);
        error.Message.ShouldContain(splitter);
    }

    [Fact]
    public void Missing_or_short_columns_are_refused()
    {
        Should.Throw<ArgumentException>(() => new StratifiedKFold().Split(10)).Message.ShouldContain("StratifiedKFold: needs labels");
        Should.Throw<ArgumentException>(() => new GroupKFold().Split(10)).Message.ShouldContain("GroupKFold: needs groups");
        Should.Throw<ArgumentException>(() => new KFold(3).Split(0)).Message.ShouldContain("KFold: there are 0 examples to split; expected at least 1");
        Should.Throw<ArgumentException>(() => Split.Indices(0)).Message.ShouldContain("split: there are 0 examples to split");
        Should.Throw<ArgumentException>(() => new KFold().Split(10, groups: [1])).Message.ShouldContain("1 groups were given for 10 examples");
        Should.Throw<ArgumentException>(() => new LeaveOneOut().Split(1)).Message.ShouldContain("at least 2 examples");
        Should.Throw<ArgumentException>(() => new LeaveOneGroupOut().Split(3, groups: [4, 4, 4])).Message.ShouldContain("all examples are in group 4");
        Should.Throw<ArgumentException>(() => new LeaveOneGroupOut().SplitCount(3)).Message.ShouldContain("none were given");
        Should.Throw<ArgumentException>(() => new LeavePOut(40).SplitCount(1000)).Message.ShouldContain("choosing 40 of 1000");
        Should.Throw<ArgumentOutOfRangeException>(() => new KFold().Split(0));
    }

    [Fact]
    public void Labels_of_any_type_are_numbered_in_order()
    {
        var (codes, distinct) = LabelCodes.Of(["b", "a", "B", "b"]);
        distinct.ShouldBe(["B", "a", "b"]);
        codes.ShouldBe([2, 1, 0, 2]);
        LabelCodes.Of([0.5, -1.0, 0.5]).Codes.ShouldBe([1, 0, 1]);
        LabelCodes.Of([int.MaxValue, int.MinValue, 0]).Codes.ShouldBe([2, 0, 1]);
    }

    private static int[]? Labels(JsonElement golden) =>
        golden.GetProperty("classes").GetInt32() is > 0 and var classes ? Draw(golden, 0, classes) : null;

    private static int[]? Groups(JsonElement golden)
    {
        var count = golden.GetProperty("groups").GetInt32();
        return count == 0 ? null
            : golden.GetProperty("skewed").GetBoolean() ? Array.ConvertAll(Draw(golden, 1, count), g => (g * g / count * 3) - 5)
            : Draw(golden, 1, count);
    }

    private static int[] Draw(JsonElement golden, uint offset, int high) =>
        Array.ConvertAll(
            new RandomState(golden.GetProperty("seed").GetUInt32() + offset).RandInt(0, high, golden.GetProperty("count").GetInt32()), v => (int)v);

    private static string Hash(IEnumerable<(RowIndices Train, RowIndices Test)> splits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (train, test) in splits)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>(train.ToArray()));
            hash.AppendData(MemoryMarshal.AsBytes<int>(test.ToArray()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Splitter Make(string kind, JsonElement options)
    {
        double? Size(string name) => options.TryGetProperty(name, out var value) ? value.GetDouble() : null;
        int? Whole(string name) => options.TryGetProperty(name, out var value) ? value.GetInt32() : null;
        var shuffle = options.TryGetProperty("Shuffle", out var flag) && flag.GetBoolean();
        var seed = (uint)(Whole("Seed") ?? 0);
        return kind switch
        {
            "KFold" => new KFold(Whole("Folds") ?? 5, shuffle, seed),
            "StratifiedKFold" => new StratifiedKFold(Whole("Folds") ?? 5, shuffle, seed),
            "GroupKFold" => new GroupKFold(Whole("Folds") ?? 5),
            "StratifiedGroupKFold" => new StratifiedGroupKFold(Whole("Folds") ?? 5, shuffle, seed),
            "RepeatedKFold" => new RepeatedKFold(Whole("Folds") ?? 5, Whole("Repeats") ?? 10, seed),
            "RepeatedStratifiedKFold" => new RepeatedStratifiedKFold(Whole("Folds") ?? 5, Whole("Repeats") ?? 10, seed),
            "ShuffleSplit" => new ShuffleSplit(Whole("Splits") ?? 10, Size("TestSize"), Size("TrainSize"), seed),
            "StratifiedShuffleSplit" => new StratifiedShuffleSplit(Whole("Splits") ?? 10, Size("TestSize"), Size("TrainSize"), seed),
            "GroupShuffleSplit" => new GroupShuffleSplit(Whole("Splits") ?? 5, Size("TestSize"), Size("TrainSize"), seed),
            "TimeSeriesSplit" => new TimeSeriesSplit(Whole("Splits") ?? 5, Whole("MaxTrainSize"), Whole("TestSize"), Whole("Gap") ?? 0),
            "LeaveOneOut" => new LeaveOneOut(),
            "LeavePOut" => new LeavePOut(Whole("Size")!.Value),
            "LeaveOneGroupOut" => new LeaveOneGroupOut(),
            "LeavePGroupsOut" => new LeavePGroupsOut(Whole("Groups")!.Value),
            "PredefinedSplit" => new PredefinedSplit(options.GetProperty("TestFold").Deserialize<int[]>()!),
            _ => throw new InvalidOperationException(kind),
        };
    }
}
