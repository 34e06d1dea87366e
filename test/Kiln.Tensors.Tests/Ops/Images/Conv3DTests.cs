namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class Conv3DTests
{
    [Fact]
    public void A_window_of_ones_adds_up_a_cube()
    {
        Tensor y = Functional.Conv3D(Tensor.Ones([1, 4, 3, 3, 2]), Tensor.Ones([3, 3, 3, 2, 1]));
        y.Shape.ShouldBe([1, 2, 1, 1, 1]);
        y.ToArray<float>().ShouldAllBe(v => v == 54);
    }

    [Fact]
    public void Planes_add_up_what_images_give()
    {
        var random = new Random(6);
        Tensor x = CentralDifferences.Draw(random, [1, 2, 5, 6, 3]);
        Tensor w = CentralDifferences.Draw(random, [2, 3, 3, 3, 4]);
        Tensor y = Functional.Conv3D(x, w);
        Tensor sum = Functional.Conv2D(x[0, ..1], w[0]) + Functional.Conv2D(x[0, 1..], w[1]);
        y.AllClose(sum.ExpandDims(1), 1e-12).ShouldBeTrue();
    }

    [Fact]
    public void A_batch_of_images_is_no_volume() =>
        Should.Throw<ShapeException>(() => Functional.Conv3D(Tensor.Zeros([2, 8, 8, 3]), Tensor.Zeros([3, 3, 3, 3, 16])))
            .Message.ShouldBe(
                "conv3d: the input has shape (2, 8, 8, 3); expected (batch, depth, height, width, channels); "
                + "add the batch axis with ExpandDims(0), or the channel axis with ExpandDims(-1)");
}
