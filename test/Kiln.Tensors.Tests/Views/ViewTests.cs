namespace Kiln.Tensors.Tests;

public class ViewTests
{
    private static Tensor Counting(params int[] sizes)
    {
        Shape shape = sizes;
        return Tensor.From(Enumerable.Range(0, shape.ElementCount).ToArray(), shape);
    }

    [Fact]
    public void Random_chains_of_views_equal_a_plain_array_model()
    {
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            int[] sizes = [random.Next(1, 5), random.Next(1, 5), random.Next(1, 5)];
            Tensor t = Counting(sizes);
            (int[] Sizes, int[] Data) model = (sizes, t.ToArray<int>());
            for (int step = 0; step < 6; step++)
            {
                switch (random.Next(3))
                {
                    case 0:
                        int[] order = [.. Enumerable.Range(0, model.Sizes.Length)];
                        random.Shuffle(order);
                        model = Model.Permute(model, order);
                        t = t.Permute(order);
                        break;
                    case 1:
                        int axis = random.Next(model.Sizes.Length);
                        int start = random.Next(model.Sizes[axis]);
                        int stride = random.Next(2) == 0 ? 1 : -1;
                        int count = stride > 0 ? random.Next(1, model.Sizes[axis] - start + 1) : random.Next(1, start + 2);
                        model = Model.Narrow(model, axis, start, count, stride);
                        t = t.Narrow(axis, start, count, stride);
                        break;
                    default:
                        int[] merged = Merge(model.Sizes, random);
                        model = (merged, model.Data);
                        t = t.Reshape(merged);
                        break;
                }

                t.Shape.ToArray().ShouldBe(model.Sizes);
                t.ToArray<int>().ShouldBe(model.Data);
                t.Contiguous().AsSpan<int>().ToArray().ShouldBe(model.Data);
            }
        }
    }

    [Theory]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Float16)]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Large_transposes_copy_right_for_every_element_size(DType dtype)
    {
        Tensor t = Tensor.Zeros([70, 45], dtype);
        for (int i = 0; i < t.Storage.ByteLength; i++)
        {
            unsafe
            {
                t.RawPointer()[i] = (byte)(i * 31 % 251);
            }
        }

        Tensor back = t.T.Contiguous().T.Contiguous();
        unsafe
        {
            new ReadOnlySpan<byte>(back.RawPointer(), (int)back.Storage.ByteLength)
                .SequenceEqual(new ReadOnlySpan<byte>(t.RawPointer(), (int)t.Storage.ByteLength)).ShouldBeTrue();
        }

        GC.KeepAlive(t);
        GC.KeepAlive(back);
    }

    [Fact]
    public void Broadcasting_repeats_without_copying()
    {
        Tensor t = Counting(3, 1).BroadcastTo([2, 3, 4]);
        t.Storage.ByteLength.ShouldBe(12);
        t.ToArray<int>().ShouldBe([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    }

    [Fact]
    public void Errors_name_the_op_the_shape_and_the_way_out()
    {
        Tensor t = Counting(2, 3);
        Should.Throw<ShapeException>(() => t.Reshape(4, 2)).Message.ShouldBe("reshape: (2, 3) has 6 elements, (4, 2) has 8; they must be equal");
        Should.Throw<ShapeException>(() => t.Reshape(4, -1)).Message.ShouldContain("do not divide");
        Should.Throw<ShapeException>(() => t.Permute(0, 0)).Message.ShouldContain("twice");
        Should.Throw<ShapeException>(() => t.Narrow(1, 2, 2)).Message.ShouldContain("axis 1 of shape (2, 3)");
        Should.Throw<ShapeException>(() => t.BroadcastTo([3, 3])).Message.ShouldContain("cannot be stretched");
        Should.Throw<ShapeException>(() => t.BroadcastTo([3])).Message.ShouldContain("cannot be stretched");
        Should.Throw<ShapeException>(() => t.Item<int>()).Message.ShouldContain("(2, 3)");
        Should.Throw<DTypeException>(() => t.ToArray<float>()).Message.ShouldContain("int32");
        Should.Throw<ShapeException>(() => Shape.Broadcast([2, 3], [4], "add")).Message.ShouldStartWith("add: shapes (2, 3) and (4,) do not broadcast");
    }

    [Fact]
    public void A_shape_spreads_into_a_longer_one()
    {
        Shape shape = [2, 3];
        Shape longer = [.. shape, 4];
        longer.ShouldBe([2, 3, 4]);
        shape.ToList().ShouldBe([2, 3]);
    }

    [Fact]
    public void Empty_and_scalar_tensors_work()
    {
        Tensor empty = Tensor.Zeros([0, 3]);
        empty.Count.ShouldBe(0);
        empty.T.ToArray<float>().ShouldBeEmpty();
        empty.Reshape(3, 0).Shape.ShouldBe([3, 0]);
        Tensor scalar = Tensor.Scalar(3L);
        scalar.Rank.ShouldBe(0);
        scalar.Item<long>().ShouldBe(3);
        scalar.Item<float>().ShouldBe(3f);
        scalar.Reshape(1, 1).Squeeze().Rank.ShouldBe(0);
    }

    private static int[] Merge(int[] sizes, Random random)
    {
        if (sizes.Length < 2 || random.Next(3) == 0)
        {
            return [.. sizes, 1];
        }

        int at = random.Next(sizes.Length - 1);
        return [.. sizes[..at], sizes[at] * sizes[at + 1], .. sizes[(at + 2)..]];
    }

    /// <summary>Views on plain arrays, by index arithmetic alone.</summary>
    private static class Model
    {
        internal static (int[] Sizes, int[] Data) Permute((int[] Sizes, int[] Data) x, int[] order) =>
            Map(x, [.. order.Select(a => x.Sizes[a])], index =>
            {
                var from = new int[index.Length];
                for (int i = 0; i < order.Length; i++)
                {
                    from[order[i]] = index[i];
                }

                return from;
            });

        internal static (int[] Sizes, int[] Data) Narrow((int[] Sizes, int[] Data) x, int axis, int start, int count, int step)
        {
            int[] sizes = [.. x.Sizes];
            sizes[axis] = count;
            return Map(x, sizes, index =>
            {
                int[] from = [.. index];
                from[axis] = start + index[axis] * step;
                return from;
            });
        }

        private static (int[] Sizes, int[] Data) Map((int[] Sizes, int[] Data) x, int[] sizes, Func<int[], int[]> source)
        {
            int count = sizes.Aggregate(1, (a, b) => a * b);
            var data = new int[count];
            for (int flat = 0; flat < count; flat++)
            {
                var index = new int[sizes.Length];
                for (int i = sizes.Length - 1, rest = flat; i >= 0; i--)
                {
                    index[i] = rest % sizes[i];
                    rest /= sizes[i];
                }

                int[] from = source(index);
                int place = 0;
                for (int i = 0; i < from.Length; i++)
                {
                    place = place * x.Sizes[i] + from[i];
                }

                data[flat] = x.Data[place];
            }

            return (sizes, data);
        }
    }
}
