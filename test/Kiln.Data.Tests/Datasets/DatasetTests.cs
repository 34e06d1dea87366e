namespace Kiln.Data.Tests;

public class DatasetTests
{
    private static readonly ImageDataset Images = new(
        [0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6], 1, 2, 2, [2, 0, 1], ["a", "b", "c"]);

    [Fact]
    public void Pictures_come_as_floats_from_0_to_1_channels_last_with_int64_labels()
    {
        var batch = Images.Gather([1, 0, 1]);

        batch.Inputs.Shape.ShouldBe([3, 1, 2, 2]);
        batch.Inputs.ToArray<float>().ShouldBe(
            new byte[] { 204, 255, 1, 2, 0, 51, 102, 153, 204, 255, 1, 2 }.Select(b => b / 255f).ToArray());
        batch.Targets.DType.ShouldBe(DType.Int64);
        batch.Targets.ToArray<long>().ShouldBe([0, 2, 0]);
        batch.Indices.ShouldBe([1, 0, 1]);
        batch.Count.ShouldBe(3);
    }

    [Fact]
    public void Every_byte_is_scaled_with_correct_rounding()
    {
        var all = new ImageDataset([.. Enumerable.Range(0, 256).Select(i => (byte)i)], 16, 16, 1, [0]);
        all.Gather([0]).Inputs.ToArray<float>().ShouldBe(Enumerable.Range(0, 256).Select(i => i / 255f).ToArray());
    }

    [Fact]
    public void A_picture_can_be_looked_at() => Images.GetImage(2).Pixels.ToArray().ShouldBe([3, 4, 5, 6]);

    [Fact]
    public void A_picture_dataset_that_cannot_be_is_refused()
    {
        Should.Throw<DatasetException>(() => new ImageDataset(new byte[5], 1, 2, 1, [0, 0])).Message.ShouldContain("4 bytes");
        Should.Throw<DatasetException>(() => new ImageDataset(new byte[2], 1, 1, 1, [0, 3], ["a", "b"])).Message.ShouldContain("picture 1 has the label 3");
        Should.Throw<DatasetException>(() => new ImageDataset(new byte[1], 1, 1, 1, [-1])).Message.ShouldContain("-1");
    }

    [Fact]
    public void An_example_that_is_not_there_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Images.Gather([0, 3])).Message.ShouldContain("no example 3 in a dataset of 3");
        Should.Throw<ArgumentOutOfRangeException>(() => Images.GetImage(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Images.Subset(7));
    }

    [Fact]
    public void A_tensor_dataset_gathers_rows_of_any_type()
    {
        var set = new TensorDataset(Tensor.From(new double[] { 1, 2, 3, 4, 5, 6 }, [3, 2]), Tensor.From(new byte[] { 7, 8, 9 }));
        (set.Count, set.InputShape.ToString(), set.TargetShape.ToString()).ShouldBe((3, "(2,)", "()"));

        var batch = set.Gather([2, 0]);
        batch.Inputs.ToArray<double>().ShouldBe([5, 6, 1, 2]);
        batch.Targets.ToArray<byte>().ShouldBe([9, 7]);
        set.Gather([]).Inputs.Shape.ShouldBe([0, 2]);
    }

    [Fact]
    public void Different_numbers_of_rows_are_refused() =>
        Should.Throw<DatasetException>(() => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Zeros([4])))
            .Message.ShouldContain("inputs (3, 2) and targets (4,)");

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Values_that_are_not_numbers_are_named_by_row(float value, string word)
    {
        var values = new float[3000];
        values[2001] = values[2999] = value;
        var e = Should.Throw<DatasetException>(() => new TensorDataset(Tensor.From(values, [1000, 3]), Tensor.Zeros([1000])));
        e.Message.ShouldContain($"inputs: row 667 (value 0 of 3 in it) is {word}; 2 of 3000");

        var allowed = new TensorDataset(Tensor.From(values, [1000, 3]), Tensor.Zeros([1000]), allowNonFinite: true);
        allowed.Count.ShouldBe(1000);
    }

    [Fact]
    public void Half_and_double_precision_are_checked_too_and_integers_pass()
    {
        Should.Throw<DatasetException>(() => Finite.Check(Tensor.From(new[] { 1.0, double.NaN }), "targets")).Message.ShouldStartWith("targets: row 1");
        Should.Throw<DatasetException>(() => Finite.Check(Tensor.From(new[] { Half.One, Half.NegativeInfinity }), "x"));
        Finite.Check(Tensor.From(new[] { double.MaxValue, double.MaxValue, double.MinValue }), "x");
        Finite.Check(Tensor.From(new long[] { 1, 2 }), "x");
    }

    [Fact]
    public void A_subset_counts_its_own_examples()
    {
        var subset = Images.Subset(2, 0);
        var inner = subset.Subset(1);

        subset.Count.ShouldBe(2);
        subset.ClassNames.ShouldBe(["a", "b", "c"]);
        var batch = subset.Gather([1]);
        batch.Targets.ToArray<long>().ShouldBe([2]);
        batch.Indices.ShouldBe([1]);
        subset.GetImage(0)!.Pixels.ToArray().ShouldBe([3, 4, 5, 6]);
        inner.Gather([0]).Targets.ToArray<long>().ShouldBe([2]);
        Images.Take(2).Count.ShouldBe(2);
        Images.Take(9).ShouldBeSameAs(Images);
    }

    [Fact]
    public void Images_become_tensors_and_back()
    {
        var image = new Image(2, 1, 3, [0, 128, 255, 7, 8, 9]);
        var tensor = image.ToTensor();
        tensor.Shape.ShouldBe([2, 1, 3]);
        tensor.ToImage().Pixels.ToArray().ShouldBe(image.Pixels.ToArray());
        Tensor.From(new[] { -1f, 0.5f, 2f, float.NaN }, [2, 2]).ToImage().Pixels.ToArray().ShouldBe([0, 128, 255, 0]);
        Should.Throw<ShapeException>(() => Tensor.Zeros([4]).ToImage()).Message.ShouldContain("(4,)");
    }
}
