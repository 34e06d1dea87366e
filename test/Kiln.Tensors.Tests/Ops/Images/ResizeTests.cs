namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class ResizeTests
{
    [Fact]
    public void Middles_of_elements_are_compared()
    {
        Tensor x = Tensor.From<float>([0, 4, 8], [1, 3, 1]);
        Functional.Resize(x, [6]).ToArray<float>().ShouldBe([0, 1, 3, 5, 7, 8]);
        Functional.Resize(x, [6], Interpolation.Nearest).ToArray<float>().ShouldBe([0, 0, 4, 4, 8, 8]);
        Functional.Resize(x, [1]).ToArray<float>().ShouldBe([4]);
    }

    [Fact]
    public void Bins_overlap_where_the_numbers_do_not_divide()
    {
        Tensor x = Tensor.From<float>([1, 2, 3, 4, 5], [1, 5, 1]);
        Functional.AdaptiveAveragePool(x, 2).ToArray<float>().ShouldBe([2, 4]);
        Functional.AdaptiveMaxPool(x, 2).ToArray<float>().ShouldBe([3, 5]);
        Functional.AdaptiveMaxPool(x, 7).ToArray<float>().ShouldBe([1, 2, 3, 3, 4, 5, 5]);
    }

    [Fact]
    public void Of_equal_elements_the_first_gets_the_gradient()
    {
        Tensor x = Tensor.Ones([1, 5, 1]).RequireGrad();
        Functional.AdaptiveMaxPool(x, 3).Backward(Tensor.From<float>([1, 10, 100], [1, 3, 1]));
        x.Grad!.ToArray<float>().ShouldBe([1, 10, 0, 100, 0]);
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        Should.Throw<ShapeException>(() => Functional.Resize(Tensor.Zeros([1, 4, 1]), [2, 2])).Message.ShouldBe(
            "resize: the input has shape (1, 4, 1); for 2 sizes expected (batch, 2 axes, channels)");
        Should.Throw<ShapeException>(() => Functional.AdaptiveAveragePool(Tensor.Zeros([1, 4, 1]), 0)).Message.ShouldBe(
            "adaptive average pool: axis 1 of (1, 4, 1) cannot be brought to 0; both sizes must be at least 1");
    }
}
