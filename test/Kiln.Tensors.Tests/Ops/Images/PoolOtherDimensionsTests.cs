namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class PoolOtherDimensionsTests
{
    [Fact]
    public void Sequences_are_pooled_over_time()
    {
        Tensor x = Tensor.From<float>([1, 4, 2, 8, 5, 7], [1, 6, 1]);
        Functional.MaxPool1D(x).ToArray<float>().ShouldBe([4, 8, 7]);
        Functional.AveragePool1D(x).ToArray<float>().ShouldBe([2.5f, 5, 6]);
        Functional.MaxPool1D(x, new Pool1DOptions { Kernel = 3, Stride = 1 }).ToArray<float>().ShouldBe([4, 8, 8, 8]);
    }

    [Fact]
    public void Volumes_are_pooled_over_cubes()
    {
        Tensor x = Tensor.Arange(0, 64).To(DType.Float32).Reshape(1, 4, 4, 4, 1);
        Functional.MaxPool3D(x).ToArray<float>().ShouldBe([21, 23, 29, 31, 53, 55, 61, 63]);
        Functional.AveragePool3D(x).ToArray<float>().ShouldBe([10.5f, 12.5f, 18.5f, 20.5f, 42.5f, 44.5f, 50.5f, 52.5f]);
    }

    [Fact]
    public void Something_of_another_rank_is_refused()
    {
        Should.Throw<ShapeException>(() => Functional.MaxPool1D(Tensor.Zeros([28, 28])))
            .Message.ShouldBe("max_pool1d: the input has shape (28, 28); expected (batch, time, channels)");
        Should.Throw<ShapeException>(() => Functional.AveragePool3D(Tensor.Zeros([28, 28])))
            .Message.ShouldBe("average_pool3d: the input has shape (28, 28); expected (batch, depth, height, width, channels)");
    }
}
