using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class TransposedConvolutionTests
{
    [Fact]
    public void Each_element_spreads_the_window()
    {
        Tensor x = Tensor.From<float>([1, 2, 3], [1, 3, 1]);
        Tensor w = Tensor.From<float>([1, 10, 100], [3, 1, 1]);
        Functional.Conv1DTranspose(x, w).ToArray<float>().ShouldBe([1, 12, 123, 230, 300]);
        Functional.Conv1DTranspose(x, w, options: new Conv1DOptions { Stride = 3 }).ToArray<float>().ShouldBe([1, 10, 100, 2, 20, 200, 3, 30, 300]);
        Functional.Conv1DTranspose(x, w, options: new Conv1DOptions { Stride = 2, Padding = (1, 1) }, outputPadding: 1)
            .ToArray<float>().ShouldBe([10, 102, 20, 203, 30, 300]);
    }

    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(3, 2, 3, 0)]
    [InlineData(2, 2, 4, 1)]
    public void It_is_the_adjoint_of_the_convolution(int stride, int dilation, int groups, int extra)
    {
        var random = new Random(5);
        var options = new Conv2DOptions { Stride = (stride, 1), Padding = (1, 0, 2, 1), Dilation = (dilation, 1), Groups = groups };
        Tensor x = CentralDifferences.Draw(random, [2, 5, 4, 12]);
        Tensor w = CentralDifferences.Draw(random, [3, 2, 12 / groups, 12]);
        Tensor up = Functional.Conv2DTranspose(x, w, options: options, outputPadding: (extra, 0));
        Tensor y = CentralDifferences.Draw(random, up.Shape);
        Tensor down = Functional.Conv2D(y, w, options: options);
        down.Shape.ShouldBe(x.Shape);
        (down * x).Sum().Item<double>().ShouldBe((up * y).Sum().Item<double>(), 1e-9);
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(64, 5)]
    [InlineData(20_000, 1)]
    public void Bias_and_activation_are_those_of_single_operations(int filters, int size)
    {
        var random = new Random(6);
        Tensor x = CentralDifferences.Draw(random, [2, size, 4]);
        Tensor w = CentralDifferences.Draw(random, [3, filters, 4]);
        Tensor bias = CentralDifferences.Draw(random, [filters]);
        Tensor plain = Functional.Conv1DTranspose(x, w) + bias;
        Functional.Conv1DTranspose(x, w, bias, activation: Activation.ReLU).ToArray<double>().ShouldBe(plain.Relu().ToArray<double>());
        Functional.Conv1DTranspose(x, w, bias, activation: Activation.Tanh).ToArray<double>().ShouldBe(plain.Tanh().ToArray<double>());
        Functional.Conv1DTranspose(x, w, bias, activation: Activation.SiLU).ToArray<double>().ShouldBe(plain.Silu().ToArray<double>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor w = Tensor.Zeros([3, 4, 2]);
        Should.Throw<ShapeException>(() => Functional.Conv1DTranspose(Tensor.Zeros([8, 2, 100]), w)).Message.ShouldBe(
            "conv1d transpose: the input (8, 2, 100) has 100 channels, the weight (3, 4, 2) with 1 groups takes 2; "
            + "is the input channels-first? Permute it to (batch, time, channels)");
        Should.Throw<ShapeException>(() => Functional.Conv1DTranspose(Tensor.Zeros([1, 5, 2]), w, outputPadding: 1)).Message.ShouldBe(
            "conv1d transpose: the output padding along axis 1 is 1; expected at least 0 and below the stride 1");
        Should.Throw<ShapeException>(() => Functional.Conv1DTranspose(Tensor.Zeros([1, 1, 2]), w, options: new Conv1DOptions { Padding = (2, 1) }))
            .Message.ShouldContain("would give 0 elements along axis 1");
        Should.Throw<ShapeException>(() => Functional.Conv1DTranspose(Tensor.Zeros([1, 5, 2]), w, Tensor.Zeros([2]))).Message.ShouldBe(
            "conv1d transpose: the bias has shape (2,); expected (4,), one element for each filter");
        Should.Throw<ShapeException>(() => Functional.Conv1DTranspose(Tensor.Zeros([1, 5, 2]), w, options: new Conv1DOptions { Groups = 3 }))
            .Message.ShouldContain("a multiple of the groups");
    }
}
