using System.Text.Json;

namespace Kiln.Data.Tests;

public class SplitTests
{
    [Fact]
    public void Splits_are_those_of_scikit_learn_for_the_same_seed()
    {
        using var goldens = JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("split.json")));
        foreach (var golden in goldens.RootElement.EnumerateArray())
        {
            var (train, test) = Split.Indices(
                golden.GetProperty("count").GetInt32(),
                golden.GetProperty("testSize").GetDouble(),
                golden.GetProperty("seed").GetUInt32(),
                stratify: golden.GetProperty("stratify").Deserialize<int[]>());

            train.ToArray().ShouldBe(golden.GetProperty("train").Deserialize<int[]>()!);
            test.ToArray().ShouldBe(golden.GetProperty("test").Deserialize<int[]>()!);
        }
    }

    [Fact]
    public void Inputs_and_targets_stay_together()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 40).Select(i => (float)i)], [20, 2]);
        var y = Tensor.From([.. Enumerable.Range(0, 20).Select(i => (long)i)], [20]);

        var (train, test) = Split.TrainTest(x, y, testSize: 0.2, seed: 42);

        (train.Count, test.Count).ShouldBe((16, 4));
        foreach (var part in new[] { train, test })
        {
            var (inputs, targets) = (part.X.ToArray<float>(), part.Y.ToArray<long>());
            for (var i = 0; i < part.Count; i++)
            {
                inputs[2 * i].ShouldBe(2f * targets[i]);
            }
        }

        train.Y.ToArray<long>().Concat(test.Y.ToArray<long>()).Order().ShouldBe(Enumerable.Range(0, 20).Select(i => (long)i));
    }

    [Fact]
    public void A_dataset_is_split_without_copying_and_the_last_can_be_taken_in_order()
    {
        var digits = DrawnDigits.Load(30, 0).Train;
        var (train, test) = Split.TrainTest(digits, testSize: 10, shuffle: false);
        (train.Count, test.Count).ShouldBe((20, 10));
        test.GetImage(0)!.Pixels.ToArray().ShouldBe(digits.GetImage(20).Pixels.ToArray());
    }

    [Fact]
    public void Sizes_that_leave_a_part_empty_are_refused()
    {
        foreach (var size in new[] { 0, -0.1, 1.5, 10, 0.999, double.NaN })
        {
            Should.Throw<ArgumentException>(() => Split.Indices(10, size), $"{size}").Message.ShouldContain("test size");
        }
    }

    [Fact]
    public void Labels_that_cannot_be_stratified_are_refused()
    {
        Should.Throw<ArgumentException>(() => Split.Indices(4, 2, stratify: [0, 0, 0, 1])).Message.ShouldContain("class 1 has one example");
        Should.Throw<ArgumentException>(() => Split.Indices(4, 1, stratify: [0, 0, 1, 1])).Message.ShouldContain("2 classes");
        Should.Throw<ArgumentException>(() => Split.Indices(4, 1, stratify: [0, 0])).Message.ShouldContain("2 labels");
        Should.Throw<ArgumentException>(() => Split.Indices(4, 2, shuffle: false, stratify: [0, 0, 1, 1])).Message.ShouldContain("shuffle");
    }

    [Fact]
    public void Labels_in_a_tensor_split_as_those_in_a_list()
    {
        var x = Tensor.Arange(12).Reshape(12, 1);
        var y = Tensor.From([0L, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        var (train, test) = Split.TrainTest(x, y, stratify: y, testSize: 4, seed: 3);
        var listed = Split.TrainTest(x, y, 4, 3, stratify: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        test.X.ToArray<long>().ShouldBe(listed.Test.X.ToArray<long>());
        train.X.ToArray<long>().ShouldBe(listed.Train.X.ToArray<long>());
        test.Y.ToArray<long>().Sum().ShouldBe(2);
        Should.Throw<DTypeException>(() => Split.TrainTest(x, y, stratify: y.To(DType.Float32))).Message.ShouldContain("float32 (12,)");
        Should.Throw<DTypeException>(() => Split.TrainTest(x, y, stratify: x)).Message.ShouldContain("int64 (12, 1)");
    }
}
