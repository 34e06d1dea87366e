namespace Kiln.Numerics.Tests;

public class Pooling3DTests
{
    [Fact]
    public void Random_windows_strides_and_paddings_equal_the_plain_loops()
    {
        var random = new Random(12);
        var done = 0;
        while (done < 60)
        {
            var (kd, kh, kw) = (random.Next(1, 4), random.Next(1, 4), random.Next(1, 4));
            var g = new Pool3DGeometry(
                random.Next(1, 3),
                random.Next(1, 7),
                random.Next(1, 9),
                random.Next(1, 9),
                random.Next(1, 40),
                kd,
                kh,
                kw,
                random.Next(1, 4),
                random.Next(1, 4),
                random.Next(1, 4),
                random.Next(kd),
                random.Next(kd),
                random.Next(kh),
                random.Next(kh),
                random.Next(kw),
                random.Next(kw));
            if (g.OutDepth > 0 && g.OutHeight > 0 && g.OutWidth > 0)
            {
                PoolingCheck.Geometry(g);
                done++;
            }
        }
    }

    [Fact]
    public void An_image_is_a_volume_of_one_plane()
    {
        var g = new Pool2DGeometry(2, 7, 9, 21, 3, 2, 2, 1, 1, 0, 1, 1);
        var x = ConvolutionCheck.Draw(new Random(1), g.InputCount);
        var (image, volume) = (new double[g.OutputCount], new double[g.OutputCount]);
        var (imageIndices, volumeIndices) = (new int[g.OutputCount], new int[g.OutputCount]);
        MaxPooling2D.Forward(g, x, image, imageIndices);
        MaxPooling3D.Forward(g.Volume, x, volume, volumeIndices);
        image.ShouldBe(volume);
        imageIndices.ShouldBe(volumeIndices);
        AveragePooling2D.Forward(g, false, x, image);
        AveragePooling3D.Forward(g.Volume, false, x, volume);
        image.ShouldBe(volume);
        var (gradient, volumeGradient) = (new double[g.InputCount], new double[g.InputCount]);
        MaxPooling2D.Backward(g, image, imageIndices, gradient);
        MaxPooling3D.Backward(g.Volume, image, imageIndices, volumeGradient);
        gradient.ShouldBe(volumeGradient);
        AveragePooling2D.Backward(g, true, image, gradient);
        AveragePooling3D.Backward(g.Volume, true, image, volumeGradient);
        gradient.ShouldBe(volumeGradient);
    }
}
