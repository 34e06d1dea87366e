using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class Conv1DTests
{
    [Fact]
    public void The_window_slides_over_time()
    {
        Tensor x = Tensor.From<float>([1, 2, 3, 4, 5], [1, 5, 1]);
        Tensor w = Tensor.From<float>([1, 10, 100], [3, 1, 1]);
        Functional.Conv1D(x, w).ToArray<float>().ShouldBe([321, 432, 543]);
        Functional.Conv1D(x, w, options: new Conv1DOptions { Stride = 2 }).ToArray<float>().ShouldBe([321, 543]);
    }

    [Fact]
    public void Padding_before_alone_is_causal()
    {
        var random = new Random(3);
        Tensor x = CentralDifferences.Draw(random, [1, 12, 2]);
        Tensor w = CentralDifferences.Draw(random, [3, 2, 4]);
        var causal = new Conv1DOptions { Padding = (4, 0), Dilation = 2 };
        Tensor all = Functional.Conv1D(x, w, options: causal);
        Tensor start = Functional.Conv1D(x[.., ..7], w, options: causal);
        all.Shape.ShouldBe([1, 12, 4]);
        all[.., ..7].ToArray<double>().ShouldBe(start.ToArray<double>());
    }

    [Fact]
    public void A_sequence_is_an_image_of_one_row()
    {
        var random = new Random(4);
        Tensor x = CentralDifferences.Draw(random, [2, 20, 6]);
        Tensor w = CentralDifferences.Draw(random, [5, 3, 8]);
        Tensor bias = CentralDifferences.Draw(random, [8]);
        Tensor y = Functional.Conv1D(x, w, bias, new Conv1DOptions { Groups = 2, Padding = (2, 1) }, Activation.GELU);
        Tensor image = Functional.Conv2D(
            x.Reshape(2, 1, 20, 6), w.Reshape(1, 5, 3, 8), bias, new Conv2DOptions { Groups = 2, Padding = (0, 0, 2, 1) }, Activation.GELU);
        y.ToArray<double>().ShouldBe(image.ToArray<double>());
    }

    [Fact]
    public void Channels_first_sequences_are_recognised() =>
        Should.Throw<ShapeException>(() => Functional.Conv1D(Tensor.Zeros([8, 3, 100]), Tensor.Zeros([5, 3, 16])))
            .Message.ShouldBe(
                "conv1d: the input (8, 3, 100) has 100 channels, the weight (5, 3, 16) with 1 groups takes 3; "
                + "is the input channels-first? Permute it to (batch, time, channels)");

    [Fact]
    public void A_window_longer_than_the_sequence_is_refused() =>
        Should.Throw<ShapeException>(() => Functional.Conv1D(Tensor.Zeros([1, 2, 1]), Tensor.Zeros([3, 1, 1])))
            .Message.ShouldBe(
                "conv1d: a window of width 3 (kernel 3, dilation 1) does not fit an input of width 2 with padding 0 + 0. "
                + "The input has shape (1, 2, 1), the weight (3, 1, 1).");
}
