using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

public class Conv2DMaxPoolTests
{
    [Theory]
    [InlineData(9, 9, 3, 8)]
    [InlineData(8, 10, 20, 24)]
    public void Both_operations_at_once_give_what_they_give_one_behind_the_other(int height, int width, int channels, int filters)
    {
        var random = new Random(5);
        Tensor x = CentralDifferences.Draw(random, [9, height, width, channels]).To(DType.Float32);
        Tensor w = CentralDifferences.Draw(random, [3, 3, channels, filters]).To(DType.Float32);
        Tensor b = CentralDifferences.Draw(random, [filters]).To(DType.Float32);
        foreach (Activation activation in new[] { Activation.None, Activation.ReLU, Activation.Sigmoid, Activation.GELU })
        {
            Tensor[] one = [x.RequireGrad(), w.RequireGrad(), b.RequireGrad()];
            Tensor[] two = [x.RequireGrad(), w.RequireGrad(), b.RequireGrad()];
            Tensor y = Functional.Conv2DMaxPool(one[0], one[1], one[2], null, activation);
            Tensor expected = Functional.MaxPool2D(Functional.Conv2D(two[0], two[1], two[2], null, activation));
            y.Shape.ShouldBe(expected.Shape);
            y.ToArray<float>().ShouldBe(expected.ToArray<float>());
            (y * y).Sum().Backward();
            (expected * expected).Sum().Backward();
            for (int i = 0; i < 3; i++)
            {
                one[i].Grad!.AllClose(two[i].Grad!, 1e-5, 1e-5).ShouldBeTrue($"{activation}, operand {i}");
            }
        }
    }

    [Fact]
    public void Strides_paddings_dilations_and_groups_are_the_convolutions()
    {
        var options = new Conv2DOptions { Stride = (2, 1), Padding = (1, 0, 0, 2), Dilation = (1, 2), Groups = 2 };
        var random = new Random(6);
        Tensor x = CentralDifferences.Draw(random, [9, 9, 6, 4]);
        Tensor w = CentralDifferences.Draw(random, [3, 2, 2, 6]);
        Tensor[] one = [x.RequireGrad(), w.RequireGrad()];
        Tensor[] two = [x.RequireGrad(), w.RequireGrad()];
        Tensor y = Functional.Conv2DMaxPool(one[0], one[1], null, options, Activation.ReLU);
        Tensor expected = Functional.MaxPool2D(Functional.Conv2D(two[0], two[1], null, options, Activation.ReLU));
        y.ToArray<double>().ShouldBe(expected.ToArray<double>());
        (y * y).Sum().Backward();
        (expected * expected).Sum().Backward();
        one[0].Grad!.AllClose(two[0].Grad!, 1e-12, 1e-12).ShouldBeTrue();
        one[1].Grad!.AllClose(two[1].Grad!, 1e-12, 1e-12).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_recorded_where_nobody_wants_a_gradient()
    {
        Tensor y = Functional.Conv2DMaxPool(Tensor.Ones([1, 4, 4, 1]), Tensor.Ones([3, 3, 1, 2]));
        y.ToArray<float>().ShouldBe([9, 9]);
        y.RequiresGrad.ShouldBeFalse();
    }

    [Fact]
    public void Half_precision_is_computed_in_single()
    {
        Tensor y = Functional.Conv2DMaxPool(Tensor.Ones([1, 4, 4, 1]).To(DType.Float16), Tensor.Ones([3, 3, 1, 2]).To(DType.Float16));
        y.DType.ShouldBe(DType.Float16);
        y.To(DType.Float32).ToArray<float>().ShouldBe([9, 9]);
    }

    [Fact]
    public void An_output_without_room_for_a_window_is_refused_as_by_the_pooling() =>
        Should.Throw<ShapeException>(() => Functional.Conv2DMaxPool(Tensor.Ones([1, 3, 4, 1]), Tensor.Ones([3, 3, 1, 2])))
            .Message.ShouldContain("max_pool2d");
}
