namespace Kiln.Tensors.Tests;

public class GatherScatterTests
{
    private static readonly Tensor s_index = Tensor.From(new long[,] { { 0, 2, 2 }, { -1, 0, 1 } });

    [Fact]
    public void Gather_takes_for_each_place_its_own_position()
    {
        Tensor x = Tensor.From(new double[,] { { 0, 1, 2, 3 }, { 4, 5, 6, 7 }, { 8, 9, 10, 11 } });
        x.Gather(1, s_index).ToArray<double>().ShouldBe([0, 2, 2, 7, 4, 5]);
        x.Gather(0, s_index).ToArray<double>().ShouldBe([0, 9, 10, 8, 1, 6]);
        Adjoint.ShouldHold(t => t.Gather(1, s_index), x.Shape, "axis 1");
        Adjoint.ShouldHold(t => t.Gather(0, s_index), x.Shape, "axis 0");
    }

    [Fact]
    public void Scatter_replaces_and_the_last_one_wins()
    {
        Tensor x = Tensor.Zeros([2, 4], DType.Float64);
        Tensor source = Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        x.Scatter(1, s_index, source).ToArray<double>().ShouldBe([1, 0, 3, 0, 5, 6, 0, 4]);
        x.ToArray<double>().ShouldAllBe(v => v == 0, "the input stays as it is");
        Adjoint.ShouldHold(t => t.Scatter(1, s_index, Tensor.Zeros([2, 3], DType.Float64)), [2, 4], "into");
        Adjoint.ShouldHold(s => x.Scatter(1, s_index, s), [2, 3], "source");
    }

    [Fact]
    public void Scatter_add_sums_in_the_order_of_the_index()
    {
        Tensor x = Tensor.Ones([2, 4], DType.Float64);
        Tensor source = Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        x.ScatterAdd(1, s_index, source).ToArray<double>().ShouldBe([2, 1, 6, 1, 6, 7, 1, 5]);
        Tensor zeros = Tensor.Zeros([2, 4], DType.Float64);
        Adjoint.ShouldHold(s => zeros.ScatterAdd(1, s_index, s), [2, 3], "source");
        Adjoint.ShouldHold(t => t.ScatterAdd(1, s_index, Tensor.Zeros([2, 3], DType.Float64)), [2, 4], "into");

        // 1 + 2⁻²⁴ is 1 in float32, so another order of these sums would give another result.
        float[] parts = [1, 1 / 16777216f, 1 / 16777216f, -1];
        Tensor sum = Tensor.Zeros([1]).ScatterAdd(0, Tensor.Zeros([4], DType.Int64), Tensor.From(parts));
        sum.Item().ShouldBe(0);
    }

    [Fact]
    public void Repeated_indices_add_up_their_gradients()
    {
        Tensor table = Adjoint.Whole([5, 300], 1).RequireGrad();
        Tensor rows = table.Take(Tensor.From([1L, 3, 1, 1]), 0);
        rows.Backward(Tensor.Ones(rows.Shape, DType.Float64));
        table.Grad!.ToArray<double>().ShouldBe(Enumerable.Range(0, 1500).Select(i => (i / 300) switch { 1 => 3.0, 3 => 1.0, _ => 0 }));
    }

    [Fact]
    public void Every_type_can_be_taken_gathered_and_scattered()
    {
        Tensor index = Tensor.From(new[,] { { 2, 0 }, { 1, 1 } });
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            Tensor x = TensorValues.Sample(dtype, [2, 3]);
            double[] v = x.Doubles();
            x.Gather(1, index).Doubles().ShouldBe([v[2], v[0], v[4], v[4]], dtype.ToString());
            x.Take(Tensor.From([1, 0]), 1).Doubles().ShouldBe([v[1], v[0], v[4], v[3]], dtype.ToString());
            x.Scatter(1, index, TensorValues.Sample(dtype, [2, 2])).DType.ShouldBe(dtype);
            x.Pad(1)[1..^1, 1..^1].Doubles().ShouldBe(v);
            Tensor.Concat([x, x]).Doubles().ShouldBe([.. v, .. v]);
            x.Sort().Doubles().ShouldBe([.. v[..3].Order(), .. v[3..].Order()]);
        }
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Zeros([3, 4]);
        Message(() => x[3]).ShouldBe("index: 3 is out of range for axis 0 of shape (3, 4); it must be from -3 to 2");
        Message(() => x[0, ^5]).ShouldBe("index: -5 is out of range for axis 1 of shape (3, 4); it must be from -4 to 3");
        Message(() => x[.., 2..5]).ShouldContain("2..5 does not lie within axis 1 of shape (3, 4), which has 4");
        Message(() => x[0, 0, 0]).ShouldBe("index: 3 entries for shape (3, 4), which has 2 axes");
        Message(() => x[Slice.Rest, 0, Slice.Rest]).ShouldContain("more than once");
        Message(() => Tensor.Zeros([0])[0]).ShouldContain("which is empty");
        Message(() => x.Take(Tensor.From([0L, 4]), 1)).ShouldBe("take: index 4 is out of range for axis 1 of shape (3, 4); it must be from -4 to 3");
        Message(() => x.Take(Tensor.From([1f]), 1)).ShouldContain("indices are float32; expected int64 or int32");
        Message(() => x.IndexSelect(0, s_index)).ShouldContain("expected a vector");
        Message(() => x.Gather(0, Tensor.From([1L]))).ShouldContain("index has shape (1,), the tensor (3, 4)");
        Message(() => x.Gather(1, Tensor.Zeros([4, 4], DType.Int64))).ShouldContain("no larger ones but axis 1");
        Message(() => x.Scatter(1, s_index, Tensor.Zeros([2, 2]))).ShouldContain("source has shape (2, 2), the index (2, 3)");
        Message(() => x.Scatter(1, s_index, Tensor.Zeros([2, 3], DType.Int32))).ShouldContain("source is int32, the tensor float32");
        Message(() => x.MaskSelect(Tensor.Zeros([4], DType.Bool))).ShouldContain("expected the leading axes of (3, 4)");
        Message(() => x.MaskSelect(Tensor.Zeros([3]))).ShouldContain("the mask is float32; expected bool");
        Message(() => Tensor.Concat([])).ShouldContain("at least one");
        Message(() => Tensor.Concat([x, Tensor.Zeros([3, 5])])).ShouldBe("concat: tensor 1 has shape (3, 5), the first (3, 4); they may differ on axis 0 only");
        Message(() => Tensor.Stack([x, Tensor.Zeros([3, 5])])).ShouldContain("stack: tensor 1 has shape (3, 5)");
        Message(() => x.Split([1, 1])).ShouldContain("add up to 2; axis 0 of shape (3, 4) has 3");
        Message(() => x.Split(2)).ShouldContain("Chunk allows that");
        Message(() => x.Flip(0, -2)).ShouldContain("axis -2 is given twice in (0, -2)");
        Message(() => x.Pad([(1, 1)])).ShouldContain("1 widths for shape (3, 4)");
        Message(() => x.Pad([(1, 1), (-1, 0)])).ShouldContain("(-1, 0) is negative");
        Message(() => Tensor.Zeros([0]).Pad(1, PadMode.Edge)).ShouldContain("nothing to repeat");
        Message(() => x.Diagonal(0, 1, -1)).ShouldContain("both axis 1");
        Message(() => Tensor.Zeros([3]).Tril()).ShouldContain("fewer than two axes");
        Message(() => Tensor.Zeros([1, 1, 1]).Diag()).ShouldContain("expected a vector or a matrix");
        Message(() => x.TopK(5)).ShouldContain("5 entries asked for; axis 1 of shape (3, 4) has 4");
        Message(() => x.Repeat([1, 2], 0)).ShouldContain("2 counts for axis 0");
        Message(() => Tensor.OneHot(Tensor.From([3L]), 3)).ShouldContain("index 3 is out of range");
        Message(() => Tensor.OneHot(Tensor.From([-1L]), 3)).ShouldContain("index -1 is out of range");
        Message(() => Tensor.From<float>([[1, 2], [3]])).ShouldContain("row 1 has 1 elements, row 0 has 2");
        Should.Throw<AutogradException>(() => x.RequireGrad().Unique()).Message.ShouldContain("unique: has no gradient");
        Should.Throw<ArgumentOutOfRangeException>(() => Slice.Of(step: 0));
    }

    [Fact]
    public void Positions_and_ranges_of_the_language_work_as_indices()
    {
        Tensor x = Tensor.Arange(12).Reshape(3, 4);
        x[1, 2].Item<long>().ShouldBe(6);
        x[^1].ToArray<long>().ShouldBe([8, 9, 10, 11]);
        x[.., 1..3].ToArray<long>().ShouldBe([1, 2, 5, 6, 9, 10]);
        x[1.., ^2..].ToArray<long>().ShouldBe([6, 7, 10, 11]);
        x[Slice.NewAxis, 0].Shape.ShouldBe([1, 4]);
        x[Slice.Rest, 0].ToArray<long>().ShouldBe([0, 4, 8]);
        x[Slice.Of(step: -1), 0].ToArray<long>().ShouldBe([8, 4, 0]);
        x[Tensor.From([2L, 0])].ToArray<long>().ShouldBe([8, 9, 10, 11, 0, 1, 2, 3]);
        x.Select(1, -1).ToArray<long>().ShouldBe([3, 7, 11]);
        x[..].ToArray<long>().ShouldBe(x.ToArray<long>());
        Slice.Of(1, null, 2).ToString().ShouldBe("1::2");
        ((Slice)(1..^1)).ToString().ShouldBe("1..^1");
    }

    [Fact]
    public void Joined_types_meet_in_their_common_one()
    {
        Tensor y = Tensor.Concat([Tensor.From([1L]), Tensor.From([2.5f]).RequireGrad(), Tensor.From([true])]);
        y.DType.ShouldBe(DType.Float32);
        y.ToArray<float>().ShouldBe([1, 2.5f, 1]);
        y.RequiresGrad.ShouldBeTrue();
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void Half_precision_sums_run_in_single_precision(DType dtype)
    {
        // One by one, 2048 + 1 would stay 2048 in either type.
        Tensor x = Tensor.Full([1], 2048, dtype);
        Tensor zeros = Tensor.Zeros([512], DType.Int64);
        x.ScatterAdd(0, zeros, Tensor.Ones([512], dtype)).Doubles().ShouldBe([2560]);
        Tensor leaf = x.RequireGrad();
        leaf.Take(zeros, 0).Backward(Tensor.Ones([512], dtype));
        leaf.Grad!.Doubles().ShouldBe([512]);
    }

    [Fact]
    public void Chunks_cover_the_axis()
    {
        Tensor.Arange(7).Chunk(3).Select(c => c.Count).ShouldBe([3, 3, 1]);
        Tensor.Arange(2).Chunk(5).Select(c => c.Count).ShouldBe([1, 1]);
        Tensor.Arange(0).Chunk(2).Select(c => c.Count).ShouldBe([0]);
        Tensor.Arange(6).Split(3).Select(c => c.ToArray<long>()[0]).ShouldBe([0, 2, 4]);
    }

    [Fact]
    public void Top_entries_equal_the_start_of_the_order_for_every_count()
    {
        Tensor x = Adjoint.Whole([3, 200], 5);
        for (int k = 0; k <= 200; k += k < 30 ? 1 : 17)
        {
            foreach (bool largest in new[] { true, false })
            {
                (Tensor values, Tensor indices) = x.TopK(k, largest: largest);
                indices.ToArray<long>().ShouldBe(x.ArgSort(descending: largest)[.., ..k].ToArray<long>(), $"{k}");
                values.ToArray<double>().ShouldBe(x.TakeAlongAxis(indices, 1).ToArray<double>());
            }
        }
    }

    [Fact]
    public void One_hot_rows_have_their_one_at_the_index()
    {
        Tensor.OneHot(Tensor.From([2L, 0]), 3).ToArray<float>().ShouldBe([0, 0, 1, 1, 0, 0]);
        Tensor.OneHot(Tensor.From(new[,] { { 1, 0 } }), 2, DType.Int64).Shape.ShouldBe([1, 2, 2]);
    }

    private static string Message(Func<object> action) => Should.Throw<ArgumentException>(() => { action(); }).Message;
}
