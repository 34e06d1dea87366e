namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class Pool2DTests
{
    public static TheoryData<Pool2DOptions> Windows =>
    [
        new Pool2DOptions(),
        new Pool2DOptions { Kernel = (3, 2), Stride = (1, 2), Padding = (1, 1, 0, 1) },
        new Pool2DOptions { Kernel = (3, 3), Stride = (2, 2), Padding = (1, 1, 1, 1), CountIncludesPadding = false },
    ];

    [Theory]
    [MemberData(nameof(Windows), DisableDiscoveryEnumeration = true)]
    public void Gradients_equal_central_differences(Pool2DOptions options)
    {
        var random = new Random(9);
        CentralDifferences.Check(x => Functional.MaxPool2D(x[0], options), CentralDifferences.Draw(random, [2, 5, 6, 3]));
        CentralDifferences.Check(x => Functional.AveragePool2D(x[0], options), CentralDifferences.Draw(random, [2, 5, 6, 3]));
    }

    [Fact]
    public void The_global_average_is_that_of_each_channel()
    {
        Tensor x = Tensor.From<float>([1, 10, 2, 20, 3, 30, 6, 60], [1, 2, 2, 2]);
        Tensor y = Functional.GlobalAveragePool2D(x);
        y.Shape.ShouldBe([1, 2]);
        y.ToArray<float>().ShouldBe([3, 30]);
        CentralDifferences.Check(t => Functional.GlobalAveragePool2D(t[0]), CentralDifferences.Draw(new Random(2), [2, 3, 4, 2]));
    }

    [Fact]
    public void The_largest_of_each_window_is_taken()
    {
        Tensor x = Tensor.From<float>([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], [1, 4, 4, 1]);
        Functional.MaxPool2D(x).ToArray<float>().ShouldBe([6, 8, 14, 16]);
        Functional.AveragePool2D(x).ToArray<float>().ShouldBe([3.5f, 5.5f, 11.5f, 13.5f]);
    }

    [Fact]
    public void Something_that_is_no_batch_of_images_is_refused() =>
        Should.Throw<ShapeException>(() => Functional.MaxPool2D(Tensor.Zeros([28, 28])))
            .Message.ShouldBe("max_pool2d: the input has shape (28, 28); expected (batch, height, width, channels)");

    [Fact]
    public void Padding_as_large_as_the_window_is_refused() =>
        Should.Throw<ShapeException>(() => Functional.AveragePool2D(Tensor.Zeros([1, 4, 4, 1]), new Pool2DOptions { Padding = (2, 0, 0, 0) }))
            .Message.ShouldStartWith("average_pool2d: padding 2 of the height is not smaller than the window's height 2.");
}
