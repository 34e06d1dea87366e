namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class EmbeddingTests
{
    [Fact]
    public void Rows_are_picked_and_the_padding_row_learns_nothing()
    {
        Tensor table = Tensor.From<float>([1, 2, 3, 4, 5, 6], [3, 2]).RequireGrad();
        Tensor y = Functional.Embedding(table, Tensor.From([2, 0, 2, 1], [2, 2]), paddingIndex: 0);
        y.Shape.ShouldBe([2, 2, 2]);
        y.ToArray<float>().ShouldBe([5, 6, 1, 2, 5, 6, 3, 4]);
        y.Backward(Tensor.From<float>([1, 10, 100, 1000, 2, 20, 3, 30], [2, 2, 2]));
        table.Grad!.ToArray<float>().ShouldBe([0, 0, 3, 30, 3, 30]);
    }

    [Fact]
    public void Halves_are_picked_as_they_are_and_their_sums_rounded_once()
    {
        Tensor table = Tensor.Ones([4, 3], DType.BFloat16).RequireGrad();
        Tensor y = Functional.Embedding(table, Tensor.From([1, 1, 1, 2]));
        y.DType.ShouldBe(DType.BFloat16);
        y.Backward(Tensor.Full([4, 3], 1.0 / 256, DType.BFloat16));
        table.Grad!.To(DType.Float32).ToArray<float>().ShouldBe([0, 0, 0, 3f / 256, 3f / 256, 3f / 256, 1f / 256, 1f / 256, 1f / 256, 0, 0, 0]);
    }

    [Fact]
    public void Indices_are_read_before_the_gradient_whatever_their_type_and_layout()
    {
        int[] rows = [2, 0, 2, 1];
        Tensor[] forms =
        [
            Tensor.From(rows), Tensor.From(Array.ConvertAll(rows, r => (long)r)), Tensor.From([2, 9, 0, 9, 2, 9, 1, 9], [4, 2])[.., 0],
        ];
        foreach (Tensor indices in forms)
        {
            Tensor table = Tensor.From<float>([1, 2, 3, 4, 5, 6], [3, 2]).RequireGrad();
            Functional.Embedding(table, indices).Sum().Backward();
            table.Grad!.ToArray<float>().ShouldBe([1, 1, 1, 1, 2, 2]);
            Tensor taken = Tensor.From<float>([1, 2, 3], [3]).RequireGrad();
            taken.Take(indices, axis: 0).Sum().Backward();
            taken.Grad!.ToArray<float>().ShouldBe([1, 1, 2]);
        }
    }

    [Fact]
    public void Int32_indices_changed_before_the_backward_pass_are_noticed()
    {
        Tensor table = Tensor.From<float>([1, 2, 3, 4, 5, 6], [3, 2]).RequireGrad();
        Tensor indices = Tensor.From([2, 0]);
        Tensor y = Functional.Embedding(table, indices).Sum();
        TensorMarshal.GetWritableSpan<int>(indices)[0] = 1;
        Should.Throw<AutogradException>(() => y.Backward()).Message.ShouldContain("was changed after the forward pass");

        // A span from before the forward pass changes what nobody counts.
        Tensor x = Tensor.From<float>([1, 2, 3], [3]).RequireGrad();
        Tensor places = Tensor.From([2, 0]);
        Span<int> held = TensorMarshal.GetWritableSpan<int>(places);
        Tensor taken = x.Take(places, axis: 0).Sum();
        held[0] = 1000;
        Should.Throw<AutogradException>(() => taken.Backward()).Message.ShouldContain("outside the axis");
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor table = Tensor.Zeros([3, 2]);
        Should.Throw<ShapeException>(() => Functional.Embedding(table, Tensor.From([0, 3]))).Message.ShouldBe(
            "embedding: index 3, element 1 of the indices of shape (2,), is no row of a table of 3");
        Should.Throw<ShapeException>(() => Functional.Embedding(table, Tensor.From([-1L]))).Message.ShouldContain("index -1");
        Should.Throw<DTypeException>(() => Functional.Embedding(table, Tensor.Zeros([2]))).Message.ShouldBe(
            "embedding: the indices are float32; expected int64 or int32");
        Should.Throw<ShapeException>(() => Functional.Embedding(table, Tensor.From([0]), paddingIndex: 3)).Message.ShouldContain("padding index 3");
        Should.Throw<ShapeException>(() => Functional.Embedding(Tensor.Zeros([3]), Tensor.From([0]))).Message.ShouldContain("(count, size)");
    }
}
