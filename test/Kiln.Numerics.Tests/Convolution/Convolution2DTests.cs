namespace Kiln.Numerics.Tests;

public class Convolution2DTests
{
    [Theory]
    [InlineData(2, 28, 28, 1, 32, 3, 1, 1)]
    [InlineData(2, 28, 28, 1, 16, 3, 1, 0)]
    [InlineData(2, 14, 14, 32, 64, 3, 1, 1)]
    [InlineData(3, 7, 7, 16, 24, 3, 1, 1)]
    [InlineData(1, 32, 32, 3, 32, 5, 1, 2)]
    [InlineData(1, 40, 40, 3, 20, 7, 2, 3)]
    [InlineData(2, 29, 31, 3, 48, 3, 1, 0)]
    [InlineData(1, 9, 60, 2, 70, 5, 2, 2)]
    [InlineData(2, 16, 16, 24, 40, 3, 2, 1)]
    [InlineData(2, 12, 12, 33, 17, 1, 1, 0)]
    [InlineData(2, 12, 12, 9, 10, 1, 2, 0)]
    [InlineData(1, 5, 5, 64, 70, 5, 1, 0)]
    [InlineData(40, 4, 4, 5, 6, 3, 1, 1)]
    [InlineData(1, 64, 48, 4, 8, 3, 1, 1)]
    public void Square_windows_equal_the_plain_loops(int batch, int height, int width, int channels, int filters, int kernel, int stride, int padding) =>
        ConvolutionCheck.Geometry(new Conv2DGeometry(
            batch, height, width, channels, filters, kernel, kernel, stride, stride, padding, padding, padding, padding, 1, 1, 1));

    [Theory]
    [InlineData(3, 13, 12, 16, 16, 0)]
    [InlineData(2, 12, 15, 24, 40, 1)]
    [InlineData(1, 31, 30, 33, 48, 1)]
    [InlineData(1, 40, 9, 17, 70, 2)]
    [InlineData(20, 6, 6, 64, 48, 0)]
    [InlineData(9, 8, 7, 130, 20, 1)]
    public void Small_tiles_in_the_space_of_points_equal_the_plain_loops(int batch, int height, int width, int channels, int filters, int padding)
    {
        ConvolutionCheck.Geometry(new Conv2DGeometry(
            batch, height, width, channels, filters, 3, 3, 1, 1, padding, padding, padding, padding, 1, 1, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(
            batch, height, width, channels, filters, 3, 3, 1, 1, 0, padding, padding / 2, padding, 1, 1, 1));
    }

    [Fact]
    public void The_error_of_small_tiles_is_that_of_a_few_roundings()
    {
        // Root mean square, in units of the last place of the root of the summed squares of all products: what a sum of so many independent
        // roundings would have is about 1.
        var g = new Conv3DGeometry(2, 1, 20, 20, 64, 64, 1, 3, 3, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
        WinogradPlan.Suits<float>(g).ShouldBeTrue();
        WinogradPlan.Suits<double>(g).ShouldBeFalse();
        var random = new Random(2);
        var x = ConvolutionCheck.Draw(random, g.InputCount);
        var w = ConvolutionCheck.Draw(random, g.WeightCount);
        var expected = ConvolutionReference.Forward(g, x, w, []);
        var scale = ConvolutionReference.Forward(g, [.. x.Select(v => v * v)], [.. w.Select(v => v * v)], []);
        var y = new float[g.OutputCount];
        Convolution3D.Forward(g, ConvolutionCheck.Single(x), ConvolutionCheck.Single(w), [], y);
        var error = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            error += Math.Pow(y[i] - expected[i], 2) / scale[i];
        }

        Math.Sqrt(error / y.Length).ShouldBeLessThan(4 * Math.Pow(2, -24));
    }

    [Fact]
    public void Random_strides_paddings_dilations_and_groups_equal_the_plain_loops()
    {
        var random = new Random(7);
        for (var i = 0; i < 150; i++)
        {
            ConvolutionCheck.Geometry(ConvolutionCheck.Random(random));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(37)]
    public void Depthwise_windows_equal_the_plain_loops(int channels)
    {
        foreach (var stride in new[] { 1, 2 })
        {
            ConvolutionCheck.Geometry(new Conv2DGeometry(2, 9, 11, channels, channels, 3, 3, stride, stride, 1, 1, 1, 1, 1, 1, channels));
            ConvolutionCheck.Geometry(new Conv2DGeometry(1, 9, 11, channels, 2 * channels, 3, 2, stride, 1, 1, 0, 2, 1, 2, 1, channels));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Depthwise_windows_of_the_usual_widths_equal_the_plain_loops(int kernel)
    {
        foreach (var channels in new[] { 3, 16, 37 })
        {
            foreach (var padding in new[] { 0, 1, kernel / 2, kernel - 1, kernel + 2 })
            {
                ConvolutionCheck.Geometry(new Conv2DGeometry(2, 9, 11, channels, channels, kernel, kernel, 1, 1, padding, padding, padding, padding, 1, 1, channels));
                ConvolutionCheck.Geometry(new Conv2DGeometry(1, 8, kernel, channels, channels, 2, kernel, 1, 1, 0, 1, padding, 0, 1, 1, channels));
                ConvolutionCheck.Geometry(new Conv2DGeometry(1, 1, 9, channels, channels, 1, kernel, 1, 1, 0, 0, 0, padding, 1, 1, channels));
            }

            ConvolutionCheck.Geometry(new Conv2DGeometry(2, 12, 8, channels, channels, 3, kernel, 2, 1, 1, 1, kernel / 2, kernel / 2, 1, 1, channels));
            ConvolutionCheck.Geometry(new Conv2DGeometry(2, 12, 8, channels, channels, 3, kernel, 1, 1, 2, 2, kernel / 2, kernel / 2, 2, 1, channels));
            ConvolutionCheck.Geometry(new Conv2DGeometry(1, 3, 1, channels, channels, kernel, kernel, 1, 1, kernel / 2, kernel / 2, kernel / 2, kernel / 2, 1, 1, channels));
        }
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(16, 3)]
    [InlineData(9, 8)]
    [InlineData(3, 9)]
    public void Several_filters_for_each_channel_equal_the_plain_loops(int channels, int multiplier)
    {
        var filters = channels * multiplier;
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 9, 11, channels, filters, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, channels));
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 9, 10, channels, filters, 5, 3, 2, 2, 2, 1, 0, 1, 1, 2, channels));
        ConvolutionCheck.Geometry(new Conv2DGeometry(3, 4, 5, channels, filters, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, channels));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 6)]
    [InlineData(5, 17)]
    [InlineData(4, 20)]
    [InlineData(20, 41)]
    [InlineData(17, 8)]
    [InlineData(24, 25)]
    [InlineData(128, 6)]
    public void Channels_that_end_within_a_vector_equal_the_plain_loops(int channels, int filters)
    {
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 13, 15, channels, filters, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 13, 16, channels, filters, 5, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(1, 9, 8, 2 * channels, 2 * filters, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2));
    }

    [Fact]
    public void An_infinity_at_the_edge_of_a_depthwise_window_reaches_only_the_weights_that_meet_it()
    {
        var g = new Conv2DGeometry(1, 4, 6, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 16);
        var x = new float[g.InputCount];
        var gy = new float[g.OutputCount];
        Array.Fill(gy, 1f);
        x[(5 * 16) + 3] = float.PositiveInfinity;
        var gw = new float[g.WeightCount];
        Convolution2D.WeightGradient(g, x, gy, gw);
        for (var tap = 0; tap < 9; tap++)
        {
            // The pixel is the last of the first row: no output sees it with its first column, or with its last row.
            var expected = tap % 3 > 0 && tap / 3 < 2 ? float.PositiveInfinity : 0f;
            gw[(tap * 16) + 3].ShouldBe(expected, $"tap {tap}");
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 7)]
    [InlineData(4, 3)]
    [InlineData(4, 8)]
    [InlineData(4, 13)]
    [InlineData(8, 3)]
    [InlineData(16, 2)]
    public void Groups_of_few_channels_equal_the_plain_loops(int group, int groups)
    {
        var channels = group * groups;
        foreach (var stride in new[] { 1, 2 })
        {
            ConvolutionCheck.Geometry(new Conv2DGeometry(2, 9, 13, channels, channels, 3, 3, stride, stride, 1, 1, 1, 1, 1, 1, groups));
            ConvolutionCheck.Geometry(new Conv2DGeometry(1, 8, 11, channels, channels, 2, 5, stride, 1, 1, 0, 2, 1, 2, 1, groups));
            ConvolutionCheck.Geometry(new Conv2DGeometry(1, 5, 6, channels, channels, 1, 1, stride, stride, 0, 0, 0, 0, 1, 1, groups));
        }

        ConvolutionCheck.Geometry(new Conv3DGeometry(1, 4, 5, 6, channels, channels, 2, 3, 2, 2, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, groups));
    }

    [Fact]
    public void Not_a_number_stays_within_its_group()
    {
        var g = new Conv2DGeometry(1, 5, 5, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 8);
        var x = new float[g.InputCount];
        var w = new float[g.WeightCount];
        Array.Fill(w, 1f);
        x[(((2 * 5) + 2) * 32) + 9] = float.NaN;
        var y = new float[g.OutputCount];
        var gx = new float[g.InputCount];
        Convolution2D.Forward(g, x, w, [], y, Activation.None);
        Convolution2D.InputGradient(g, x, w, gx);
        for (var channel = 0; channel < 32; channel++)
        {
            var expected = channel / 4 == 2 ? float.NaN : 0f;
            y[(((1 * 5) + 3) * 32) + channel].ShouldBe(expected, $"channel {channel}");
            gx[(((3 * 5) + 1) * 32) + channel].ShouldBe(expected, $"gradient of channel {channel}");
        }
    }

    [Theory]
    [InlineData(33, 17)]
    [InlineData(64, 70)]
    [InlineData(16, 32)]
    [InlineData(5, 6)]
    public void Windows_of_one_pixel_that_skip_others_equal_the_plain_loops(int channels, int filters)
    {
        ConvolutionCheck.Geometry(new Conv2DGeometry(3, 13, 12, channels, filters, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 13, 12, channels, filters, 1, 1, 1, 3, 0, 0, 0, 0, 1, 1, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 7, 9, channels, filters, 1, 1, 2, 1, 1, 0, 0, 1, 1, 1, 1));
        ConvolutionCheck.Geometry(new Conv3DGeometry(2, 5, 6, 7, channels, filters, 1, 1, 1, 2, 2, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1));
    }

    [Theory]
    [InlineData(2, 9, 9, 500, 512, 1, 2, 0, 1)]
    [InlineData(1, 26, 52, 390, 512, 1, 2, 0, 1)]
    [InlineData(1, 8, 7, 384, 530, 1, 2, 1, 1)]
    [InlineData(2, 5, 4, 200, 160, 3, 1, 1, 1)]
    [InlineData(1, 9, 9, 70, 520, 3, 2, 1, 1)]
    [InlineData(1, 9, 10, 65, 470, 3, 1, 2, 2)]
    [InlineData(3, 12, 12, 17, 130, 4, 4, 0, 1)]
    [InlineData(2, 17, 17, 3, 256, 3, 2, 1, 1)]
    [InlineData(2, 6, 6, 260, 510, 1, 1, 0, 1)]
    public void Few_pixels_under_a_large_weight_equal_the_plain_loops(
        int batch, int height, int width, int channels, int filters, int kernel, int stride, int padding, int dilation)
    {
        var g = new Conv2DGeometry(
            batch, height, width, channels, filters, kernel, kernel, stride, stride, padding, padding, padding, padding, dilation, dilation, 1);
        (PatchConvolution<float, float, SingleScalarLanes>.SuitsForward(g.Volume) || PatchConvolution<float, float, SingleScalarLanes>.SuitsWeightGradient(g.Volume)).ShouldBeTrue();
        ConvolutionCheck.Geometry(g);
    }

    [Fact]
    public void Windows_side_by_side_in_more_images_than_one_product_takes_equal_the_plain_loops() =>
        ConvolutionCheck.Geometry(new Conv2DGeometry(5, 64, 64, 20, 128, 4, 4, 4, 4, 0, 0, 0, 0, 1, 1, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sequences_equal_the_plain_loops(int dilation)
    {
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 1, 70, 16, 20, 1, 3, 1, 1, 0, 0, 1, 2, 1, dilation, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(3, 1, 60, 33, 40, 1, 5, 1, 2, 0, 0, 2, 2, 1, dilation, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 1, 300, 2, 9, 1, 4, 1, 1, 0, 0, 0, 3, 1, dilation, 1));
        ConvolutionCheck.Geometry(new Conv2DGeometry(2, 1, 41, 24, 24, 1, 7, 1, 1, 0, 0, 3, 3, 1, dilation, 24));
    }

    [Fact]
    public void Windows_that_lie_wholly_in_the_padding_give_the_bias() =>
        ConvolutionCheck.Geometry(new Conv2DGeometry(1, 2, 2, 3, 5, 1, 2, 1, 1, 3, 3, 4, 4, 1, 1, 1));

    [Fact]
    public void An_empty_batch_gives_an_empty_output_and_a_zero_weight_gradient()
    {
        var g = new Conv2DGeometry(0, 5, 5, 2, 3, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        var w = new float[g.WeightCount];
        Convolution2D.Forward(g, ReadOnlySpan<float>.Empty, w, [], [], Activation.None);
        Convolution2D.InputGradient(g, ReadOnlySpan<float>.Empty, w, []);
        var gw = new float[g.WeightCount];
        Array.Fill(gw, float.NaN);
        Convolution2D.WeightGradient(g, ReadOnlySpan<float>.Empty, [], gw);
        gw.ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Results_have_the_same_bits_for_any_thread_count()
    {
        var threads = WorkerTeam.ThreadCount;
        try
        {
            var random = new Random(3);
            foreach (var g in new[]
            {
                new Conv2DGeometry(9, 14, 14, 16, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                new Conv2DGeometry(1, 60, 50, 3, 20, 5, 5, 2, 2, 2, 2, 2, 2, 1, 1, 1),
                new Conv2DGeometry(20, 28, 28, 1, 16, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1),
                new Conv2DGeometry(5, 20, 20, 24, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 24),
                new Conv2DGeometry(6, 20, 20, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 8),
                new Conv2DGeometry(1, 40, 34, 32, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                new Conv2DGeometry(30, 6, 6, 64, 64, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1),
                new Conv2DGeometry(8, 30, 30, 64, 64, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1),
                new Conv2DGeometry(4, 20, 20, 128, 40, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
                new Conv2DGeometry(3, 30, 30, 256, 520, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1),
                new Conv2DGeometry(2, 9, 9, 120, 256, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                new Conv2DGeometry(3, 1, 300, 32, 40, 1, 3, 1, 1, 0, 0, 1, 1, 1, 1, 1),
            })
            {
                var x = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.InputCount));
                var w = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.WeightCount));
                var gy = ConvolutionCheck.Single(ConvolutionCheck.Draw(random, g.OutputCount));
                float[][] Run(int count)
                {
                    WorkerTeam.ThreadCount = count;
                    var y = new float[g.OutputCount];
                    var gx = new float[g.InputCount];
                    var gw = new float[g.WeightCount];
                    Convolution2D.Forward(g, x, w, [], y, Activation.None);
                    Convolution2D.InputGradient(g, gy, w, gx);
                    Convolution2D.WeightGradient(g, x, gy, gw);
                    return [y, gx, gw];
                }

                var one = Run(1);
                foreach (var count in new[] { 2, 4 })
                {
                    var many = Run(count);
                    for (var i = 0; i < one.Length; i++)
                    {
                        many[i].AsSpan().SequenceEqual(one[i]).ShouldBeTrue($"result {i} of {g} on {count} threads");
                    }
                }
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }
    }

    [Fact]
    public void Not_a_number_reaches_exactly_the_outputs_whose_windows_hold_it()
    {
        var g = new Conv2DGeometry(1, 6, 6, 2, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        var x = new float[g.InputCount];
        var w = new float[g.WeightCount];
        Array.Fill(w, 1f);
        x[((2 * 6) + 3) * 2] = float.NaN;
        var y = new float[g.OutputCount];
        Convolution2D.Forward(g, x, w, [], y, Activation.ReLU);
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < 6; j++)
            {
                var near = Math.Abs(i - 2) <= 1 && Math.Abs(j - 3) <= 1;
                y[(((i * 6) + j) * 3) + 1].ShouldBe(near ? float.NaN : 0f, $"pixel ({i}, {j})");
            }
        }
    }

    [Fact]
    public void A_window_that_does_not_fit_is_refused_with_its_measures() =>
        Should.Throw<ArgumentException>(() => new Conv2DGeometry(1, 4, 4, 1, 1, 3, 3, 1, 1, 0, 0, 0, 0, 2, 1, 1).Validate())
            .Message.ShouldBe("conv2d: a window of height 5 (kernel 3, dilation 2) does not fit an input of height 4 with padding 0 + 0.");

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused() =>
        Should.Throw<ArgumentException>(() => new Conv2DGeometry(1, 4, 4, 3, 4, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 2).Validate())
            .Message.ShouldBe("conv2d: 2 groups do not divide 3 input and 4 output channels evenly.");

    [Fact]
    public void A_span_of_another_length_is_refused()
    {
        var g = new Conv2DGeometry(1, 4, 4, 1, 1, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        Should.Throw<ArgumentException>(() => Convolution2D.Forward(g, new float[16], new float[8], [], new float[4]))
            .Message.ShouldStartWith("conv2d: the weight (or its gradient) has 8 elements; its shape has 9.");
        Should.Throw<ArgumentException>(() => Convolution2D.Forward(g, new float[16], new float[9], new float[2], new float[4]))
            .Message.ShouldStartWith("conv2d: bias has 2 elements; its shape has 1.");
    }
}
