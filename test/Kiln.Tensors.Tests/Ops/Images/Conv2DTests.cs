using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class Conv2DTests
{
    [Fact]
    public void Gradients_equal_central_differences()
    {
        var random = new Random(6);
        (int[] X, int[] W, Conv2DOptions Options)[] cases =
        [
            ([2, 5, 5, 1], [3, 3, 1, 3], new Conv2DOptions { Padding = (1, 1, 1, 1) }),
            ([1, 6, 5, 2], [3, 2, 2, 3], new Conv2DOptions { Stride = (2, 1) }),
            ([1, 6, 7, 2], [2, 3, 1, 4], new Conv2DOptions { Groups = 2, Padding = (0, 1, 2, 0), Dilation = (2, 1) }),
            ([2, 4, 4, 3], [1, 1, 3, 2], new Conv2DOptions()),
            ([1, 5, 6, 3], [3, 3, 1, 3], new Conv2DOptions { Groups = 3, Padding = (1, 1, 1, 1), Stride = (2, 2) }),
        ];
        foreach ((int[] x, int[] w, Conv2DOptions options) in cases)
        {
            foreach (Activation activation in new[] { Activation.None, Activation.ReLU, Activation.Tanh, Activation.GELU })
            {
                CentralDifferences.Check(
                    t => Functional.Conv2D(t[0], t[1], t[2], options, activation),
                    CentralDifferences.Draw(random, x),
                    CentralDifferences.Draw(random, w),
                    CentralDifferences.Draw(random, [w[3]]));
            }
        }
    }

    [Fact]
    public void Images_that_need_no_gradient_get_none()
    {
        Tensor x = Tensor.Ones([1, 4, 4, 1]);
        Tensor w = Tensor.Ones([3, 3, 1, 2]).RequireGrad();
        Tensor y = Functional.Conv2D(x, w);
        y.ToArray<float>().ShouldAllBe(v => v == 9);
        y.Backward(Tensor.Ones(y.Shape));
        w.Grad!.ToArray<float>().ShouldAllBe(v => v == 4);
        x.Grad.ShouldBeNull();
    }

    [Fact]
    public void A_view_is_convolved_as_it_reads()
    {
        var random = new Random(8);
        Tensor channelsFirst = CentralDifferences.Draw(random, [1, 2, 5, 6]);
        Tensor view = channelsFirst.Permute(0, 2, 3, 1);
        Tensor w = CentralDifferences.Draw(random, [3, 3, 2, 4]);
        Functional.Conv2D(view, w).ToArray<double>().ShouldBe(Functional.Conv2D(view.Copy(), w).ToArray<double>());
    }

    [Fact]
    public void Channels_first_images_are_recognised() =>
        Should.Throw<ShapeException>(() => Functional.Conv2D(Tensor.Zeros([8, 3, 32, 32]), Tensor.Zeros([3, 3, 3, 16])))
            .Message.ShouldBe(
                "conv2d: the input (8, 3, 32, 32) has 32 channels, the weight (3, 3, 3, 16) with 1 groups takes 3; "
                + "is the input channels-first? Permute it to (batch, height, width, channels)");

    [Fact]
    public void A_single_image_is_told_to_become_a_batch() =>
        Should.Throw<ShapeException>(() => Functional.Conv2D(Tensor.Zeros([28, 28, 1]), Tensor.Zeros([3, 3, 1, 16])))
            .Message.ShouldContain("add the batch axis with ExpandDims(0)");

    [Fact]
    public void A_window_larger_than_the_image_is_refused_with_both_shapes() =>
        Should.Throw<ShapeException>(() => Functional.Conv2D(Tensor.Zeros([1, 2, 2, 1]), Tensor.Zeros([3, 3, 1, 1])))
            .Message.ShouldBe(
                "conv2d: a window of height 3 (kernel 3, dilation 1) does not fit an input of height 2 with padding 0 + 0. "
                + "The input has shape (1, 2, 2, 1), the weight (3, 3, 1, 1).");
}
