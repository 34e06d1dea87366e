namespace Kiln.Numerics.Tests;

public class Convolution3DTests
{
    [Fact]
    public void Random_volumes_equal_the_plain_loops()
    {
        var random = new Random(17);
        for (var i = 0; i < 60; i++)
        {
            ConvolutionCheck.Geometry(ConvolutionCheck.RandomVolume(random));
        }
    }

    [Theory]
    [InlineData(2, 5, 9, 8, 3, 20, 3, 1, 1, 1)]
    [InlineData(1, 6, 8, 8, 16, 32, 3, 1, 1, 1)]
    [InlineData(2, 4, 6, 10, 24, 24, 3, 2, 1, 24)]
    [InlineData(1, 5, 7, 7, 40, 33, 1, 1, 0, 1)]
    [InlineData(1, 5, 7, 7, 40, 33, 1, 2, 0, 1)]
    public void Cubic_windows_equal_the_plain_loops(
        int batch, int depth, int height, int width, int channels, int filters, int kernel, int stride, int padding, int groups) =>
        ConvolutionCheck.Geometry(new Conv3DGeometry(
            batch,
            depth,
            height,
            width,
            channels,
            filters,
            kernel,
            kernel,
            kernel,
            stride,
            stride,
            stride,
            padding,
            padding,
            padding,
            padding,
            padding,
            padding,
            1,
            1,
            1,
            groups));

    [Fact]
    public void An_image_is_a_volume_of_one_plane()
    {
        var random = new Random(5);
        for (var i = 0; i < 10; i++)
        {
            var g = ConvolutionCheck.Random(random);
            var x = ConvolutionCheck.Draw(random, g.InputCount);
            var w = ConvolutionCheck.Draw(random, g.WeightCount);
            var gy = ConvolutionCheck.Draw(random, g.OutputCount);
            var (image, volume) = (new double[g.OutputCount], new double[g.OutputCount]);
            Convolution2D.Forward(g, x, w, [], image);
            Convolution3D.Forward(g.Volume, x, w, [], volume);
            image.ShouldBe(volume);
            (image, volume) = (new double[g.InputCount], new double[g.InputCount]);
            Convolution2D.InputGradient(g, gy, w, image);
            Convolution3D.InputGradient(g.Volume, gy, w, volume);
            image.ShouldBe(volume);
            (image, volume) = (new double[g.WeightCount], new double[g.WeightCount]);
            Convolution2D.WeightGradient(g, x, gy, image);
            Convolution3D.WeightGradient(g.Volume, x, gy, volume);
            image.ShouldBe(volume);
        }
    }

    [Fact]
    public void Results_have_the_same_bits_for_any_thread_count()
    {
        var threads = WorkerTeam.ThreadCount;
        try
        {
            var random = new Random(4);
            var g = new Conv3DGeometry(3, 7, 16, 15, 20, 36, 3, 3, 3, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
            var x = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.InputCount));
            var w = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.WeightCount));
            var gy = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.OutputCount));
            float[][] Run(int count)
            {
                WorkerTeam.ThreadCount = count;
                float[][] results = [new float[g.OutputCount], new float[g.InputCount], new float[g.WeightCount]];
                Convolution3D.Forward(g, x, w, [], results[0]);
                Convolution3D.InputGradient(g, gy, w, results[1]);
                Convolution3D.WeightGradient(g, x, gy, results[2]);
                return results;
            }

            var one = Run(1);
            foreach (var count in new[] { 2, 3 })
            {
                var many = Run(count);
                for (var i = 0; i < one.Length; i++)
                {
                    many[i].AsSpan().SequenceEqual(one[i]).ShouldBeTrue($"result {i} on {count} threads");
                }
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }
    }

    [Fact]
    public void A_window_that_does_not_fit_is_refused_with_its_measures() =>
        Should.Throw<ArgumentException>(
            () => new Conv3DGeometry(1, 2, 4, 4, 1, 1, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1).Validate())
            .Message.ShouldBe("conv3d: a window of depth 3 (kernel 3, dilation 1) does not fit an input of depth 2 with padding 0 + 0.");
}
