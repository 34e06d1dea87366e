using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class DenseTests
{
    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.LeakyReLU)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.GELU)]
    [InlineData(Activation.SiLU)]
    public void Gradients_equal_central_differences(Activation activation)
    {
        var random = new Random(5);
        CentralDifferences.Check(
            x => Functional.Dense(x[0], x[1], x[2], activation),
            CentralDifferences.Draw(random, [4, 3]),
            CentralDifferences.Draw(random, [3, 5]),
            CentralDifferences.Draw(random, [5]));
        CentralDifferences.Check(
            x => Functional.Dense(x[0], x[1], null, activation),
            CentralDifferences.Draw(random, [2, 2, 3]),
            CentralDifferences.Draw(random, [3, 2]));
        CentralDifferences.Check(
            x => Functional.Dense(x[0], x[1], x[2], activation),
            CentralDifferences.Draw(random, [3]),
            CentralDifferences.Draw(random, [3, 40]),
            CentralDifferences.Draw(random, [40]));
    }

    [Fact]
    public void The_layer_is_the_product_plus_bias_rectified()
    {
        Tensor x = Tensor.From<float>([1, 2], [1, 2]);
        Tensor w = Tensor.From<float>([1, -1, 2, -2], [2, 2]);
        Tensor y = Functional.Dense(x, w, Tensor.From<float>([0.5f, 0.5f]), Activation.ReLU);
        y.ToArray<float>().ShouldBe([5.5f, 0f]);
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void Sixteen_bit_operands_compute_in_float32_and_round_once(DType dtype)
    {
        var random = new Random(1);
        Tensor x = CentralDifferences.Draw(random, [3, 50]).To(dtype);
        Tensor w = CentralDifferences.Draw(random, [50, 4]).To(dtype).RequireGrad();
        Tensor y = Functional.Dense(x, w);
        y.DType.ShouldBe(dtype);
        y.To(DType.Float32).ToArray<float>()
            .ShouldBe(Functional.Dense(x.To(DType.Float32), w.To(DType.Float32)).To(dtype).To(DType.Float32).ToArray<float>());
        x.MatMul(w).To(DType.Float32).ToArray<float>().ShouldBe(y.To(DType.Float32).ToArray<float>());
        y.Backward(Tensor.Ones(y.Shape, dtype));
        w.Grad!.DType.ShouldBe(dtype);
        w.Grad!.Shape.ShouldBe(w.Shape);
    }

    [Fact]
    public void A_weight_stored_the_other_way_round_is_recognised() =>
        Should.Throw<ShapeException>(() => Functional.Dense(Tensor.Zeros([2, 3]), Tensor.Zeros([5, 3])))
            .Message.ShouldBe(
                "dense: the input has shape (2, 3), the weight (5, 3); expected an input of (…, 5); is the weight stored as (out, in)? Pass weight.T");

    [Fact]
    public void A_bias_of_another_length_is_refused() =>
        Should.Throw<ShapeException>(() => Functional.Dense(Tensor.Zeros([2, 3]), Tensor.Zeros([3, 5]), Tensor.Zeros([3])))
            .Message.ShouldBe("dense: the bias has shape (3,); expected (5,), one element for each output");

    [Fact]
    public void An_empty_batch_passes_forward_and_back()
    {
        Tensor w = Tensor.Ones([3, 2]).RequireGrad();
        Tensor y = Functional.Dense(Tensor.Zeros([0, 3]), w, Tensor.Zeros([2]).RequireGrad(), Activation.ReLU);
        y.Shape.ShouldBe([0, 2]);
        y.Backward(Tensor.Zeros([0, 2]));
        w.Grad!.ToArray<float>().ShouldBe(new float[6]);
    }
}
