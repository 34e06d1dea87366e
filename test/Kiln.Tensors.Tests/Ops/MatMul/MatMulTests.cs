namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class MatMulTests
{
    [Fact]
    public void A_product_of_matrices_is_what_the_textbook_says()
    {
        Tensor a = Tensor.From<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        Tensor b = Tensor.From<float>([7, 8, 9, 10, 11, 12], [3, 2]);
        Tensor y = a.MatMul(b);
        y.Shape.ShouldBe([2, 2]);
        y.ToArray<float>().ShouldBe([58, 64, 139, 154]);
    }

    [Fact]
    public void Vectors_are_rows_on_the_left_and_columns_on_the_right()
    {
        Tensor v = Tensor.From<float>([1, 2], [2]);
        Tensor m = Tensor.From<float>([1, 2, 3, 4], [2, 2]);
        v.MatMul(m).ToArray<float>().ShouldBe([7, 10]);
        v.MatMul(m).Shape.ShouldBe([2]);
        m.MatMul(v).ToArray<float>().ShouldBe([5, 11]);
        v.MatMul(v).Shape.ShouldBe([]);
        v.Dot(v).Item().ShouldBe(5);
        v.Outer(v).ToArray<float>().ShouldBe([1, 2, 2, 4]);
        Tensor batch = Tensor.From<float>([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
        batch.MatMul(v).Shape.ShouldBe([2, 2]);
        batch.MatMul(v).ToArray<float>().ShouldBe([5, 11, 17, 23]);
        v.MatMul(batch).ToArray<float>().ShouldBe([7, 10, 19, 22]);
    }

    [Fact]
    public void Random_batches_and_views_equal_the_plain_loops()
    {
        var random = new Random(12);
        for (int i = 0; i < 200; i++)
        {
            int m = random.Next(1, 6);
            int n = random.Next(1, 6);
            int k = random.Next(1, 6);
            int[] batch = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(1, 4))];
            Tensor a = View(random, Stretchable(random, batch), m, k);
            Tensor b = View(random, Stretchable(random, batch), k, n);
            Compare(a.MatMul(b), a, b);
        }
    }

    [Theory]
    [InlineData(new[] { 3, 4 }, new[] { 4, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 4, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 2, 4, 2 })]
    [InlineData(new[] { 3, 4 }, new[] { 2, 4, 2 })]
    [InlineData(new[] { 2, 1, 3, 4 }, new[] { 3, 4, 2 })]
    [InlineData(new[] { 1, 3, 4 }, new[] { 2, 4, 2 })]
    [InlineData(new[] { 4 }, new[] { 2, 4, 2 })]
    [InlineData(new[] { 4 }, new[] { 4, 2 })]
    [InlineData(new[] { 3, 4 }, new[] { 4 })]
    [InlineData(new[] { 4 }, new[] { 4 })]
    [InlineData(new[] { 1, 2 }, new[] { 2, 1 })]
    public void Gradients_equal_central_differences(int[] left, int[] right)
    {
        var random = new Random(3);
        CentralDifferences.Check(x => x[0].MatMul(x[1]), CentralDifferences.Draw(random, left), CentralDifferences.Draw(random, right));
    }

    [Fact]
    public void Gradients_flow_through_transposed_views()
    {
        var random = new Random(4);
        CentralDifferences.Check(
            x => x[0].T.MatMul(x[1].T), CentralDifferences.Draw(random, [3, 2]), CentralDifferences.Draw(random, [4, 3]));
    }

    [Fact]
    public void Extents_of_zero_give_zeros_or_nothing()
    {
        Tensor.Zeros([2, 0]).MatMul(Tensor.Zeros([0, 3])).ToArray<float>().ShouldBe(new float[6]);
        Tensor.Zeros([0, 4]).MatMul(Tensor.Zeros([4, 3])).Shape.ShouldBe([0, 3]);
        Tensor.Zeros([0, 2, 4]).MatMul(Tensor.Zeros([4, 3])).Shape.ShouldBe([0, 2, 3]);
        Tensor.Zeros([3, 2, 0]).MatMul(Tensor.Zeros([0, 3])).ToArray<float>().ShouldBe(new float[18]);
    }

    [Fact]
    public void Inner_dimensions_that_differ_are_named_with_both_shapes() =>
        Should.Throw<ShapeException>(() => Tensor.Zeros([32, 784]).MatMul(Tensor.Zeros([128, 784])))
            .Message.ShouldBe("matmul: inner dimensions differ: left (32, 784), right (128, 784); did you mean a transpose?");

    [Fact]
    public void Batches_that_do_not_broadcast_are_refused() =>
        Should.Throw<ShapeException>(() => Tensor.Zeros([2, 3, 4]).MatMul(Tensor.Zeros([3, 4, 5]))).Message.ShouldStartWith("matmul: shapes");

    [Fact]
    public void A_scalar_is_refused() =>
        Should.Throw<ShapeException>(() => Tensor.Zeros([]).MatMul(Tensor.Zeros([3]))).Message.ShouldContain("to scale by a number use *");

    [Fact]
    public void Integers_are_refused_by_device_and_type() =>
        Should.Throw<MissingKernelException>(() => Tensor.Zeros([2, 2], DType.Int32).MatMul(Tensor.Zeros([2, 2], DType.Int32)))
            .Message.ShouldBe("matmul: no kernel on cpu for int32; there is one for float32, float64: convert with x.To(DType.Float32)");

    private static int[] Stretchable(Random random, int[] batch)
    {
        int skipped = random.Next(0, batch.Length + 1);
        return [.. batch[skipped..].Select(size => random.Next(3) == 0 ? 1 : size)];
    }

    // A tensor of the given axes whose memory is transposed, part of a larger one, reversed or stretched.
    private static Tensor View(Random random, int[] batch, int rows, int columns)
    {
        switch (random.Next(5))
        {
            case 0:
                return CentralDifferences.Draw(random, [.. batch, columns, rows]).T;
            case 1:
                return CentralDifferences.Draw(random, [.. batch, rows, columns + 3]).Narrow(-1, 2, columns);
            case 2:
                return CentralDifferences.Draw(random, [.. batch, rows, columns]).Narrow(-2, rows - 1, rows, -1);
            case 3:
                return CentralDifferences.Draw(random, [rows, columns]).BroadcastTo([.. batch, rows, columns]);
            default:
                return CentralDifferences.Draw(random, [.. batch, rows, columns]);
        }
    }

    private static void Compare(Tensor y, Tensor a, Tensor b)
    {
        int[] batch = Shape.Broadcast(a.Shape.ToArray()[..^2], b.Shape.ToArray()[..^2]).ToArray();
        int m = a.Shape[-2];
        int k = a.Shape[-1];
        int n = b.Shape[-1];
        y.Shape.ShouldBe([.. batch, m, n]);
        double[] x = a.BroadcastTo([.. batch, m, k]).ToArray<double>();
        double[] z = b.BroadcastTo([.. batch, k, n]).ToArray<double>();
        double[] actual = y.ToArray<double>();
        for (int i = 0; i < batch.Aggregate(1, (p, size) => p * size); i++)
        {
            for (int row = 0; row < m; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    double sum = 0;
                    for (int p = 0; p < k; p++)
                    {
                        sum += x[(((i * m) + row) * k) + p] * z[(((i * k) + p) * n) + column];
                    }

                    actual[(((i * m) + row) * n) + column].ShouldBe(sum, 1e-12, $"{a.Shape} × {b.Shape}");
                }
            }
        }
    }
}
