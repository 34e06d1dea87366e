namespace Kiln.Numerics.Tests;

public class Pooling2DTests
{
    [Theory]
    [InlineData(2, 28, 28, 32, 2, 2, 0)]
    [InlineData(2, 13, 13, 17, 2, 2, 0)]
    [InlineData(1, 9, 9, 3, 3, 2, 1)]
    [InlineData(2, 8, 8, 40, 3, 1, 1)]
    [InlineData(40, 4, 4, 5, 2, 2, 0)]
    [InlineData(1, 30, 30, 70, 3, 3, 0)]
    public void Square_windows_equal_the_plain_loops(int batch, int height, int width, int channels, int kernel, int stride, int padding) =>
        Check(new Pool2DGeometry(batch, height, width, channels, kernel, kernel, stride, stride, padding, padding, padding, padding));

    [Fact]
    public void Random_windows_strides_and_paddings_equal_the_plain_loops()
    {
        var random = new Random(11);
        var done = 0;
        while (done < 150)
        {
            var (kh, kw) = (random.Next(1, 5), random.Next(1, 5));
            var g = new Pool2DGeometry(
                random.Next(1, 4),
                random.Next(1, 15),
                random.Next(1, 15),
                random.Next(1, 50),
                kh,
                kw,
                random.Next(1, 5),
                random.Next(1, 5),
                random.Next(kh),
                random.Next(kh),
                random.Next(kw),
                random.Next(kw));
            if (g.OutHeight > 0 && g.OutWidth > 0)
            {
                Check(g);
                done++;
            }
        }
    }

    [Fact]
    public void Not_a_number_wins_and_is_found_again()
    {
        var g = new Pool2DGeometry(1, 2, 2, 1, 2, 2, 2, 2, 0, 0, 0, 0);
        var y = new float[1];
        var indices = new int[1];
        MaxPooling2D.Forward(g, [1f, float.NaN, 3f, 2f], y, indices);
        y[0].ShouldBe(float.NaN);
        indices[0].ShouldBe(1);
    }

    [Fact]
    public void Of_equal_elements_the_first_receives_the_gradient()
    {
        var g = new Pool2DGeometry(1, 2, 2, 1, 2, 2, 2, 2, 0, 0, 0, 0);
        var indices = new int[1];
        MaxPooling2D.Forward(g, [5f, 5f, 5f, 5f], new float[1], indices);
        indices[0].ShouldBe(0);
    }

    [Fact]
    public void Negative_elements_win_over_padding()
    {
        var g = new Pool2DGeometry(1, 2, 2, 1, 2, 2, 2, 2, 1, 1, 1, 1);
        var y = new float[4];
        MaxPooling2D.Forward(g, [-1f, -2f, -3f, -4f], y, []);
        y.ShouldBe([-1f, -2f, -3f, -4f]);
    }

    [Fact]
    public void An_empty_batch_is_left_alone()
    {
        var g = new Pool2DGeometry(0, 4, 4, 3, 2, 2, 2, 2, 0, 0, 0, 0);
        MaxPooling2D.Forward(g, ReadOnlySpan<float>.Empty, [], []);
        MaxPooling2D.Backward(g, ReadOnlySpan<float>.Empty, [], []);
        AveragePooling2D.Forward(g, true, ReadOnlySpan<float>.Empty, []);
        AveragePooling2D.Backward(g, true, ReadOnlySpan<float>.Empty, []);
    }

    [Fact]
    public void Padding_as_large_as_the_window_is_refused() =>
        Should.Throw<ArgumentException>(() => new Pool2DGeometry(1, 4, 4, 1, 2, 2, 2, 2, 2, 0, 0, 0).Validate())
            .Message.ShouldBe("pool2d: padding 2 of the height is not smaller than the window's height 2.");

    [Fact]
    public void Indices_of_another_length_are_refused()
    {
        var g = new Pool2DGeometry(1, 2, 2, 1, 2, 2, 2, 2, 0, 0, 0, 0);
        Should.Throw<ArgumentException>(() => MaxPooling2D.Forward(g, new float[4], new float[1], new int[2]))
            .Message.ShouldStartWith("max_pool2d: indices has 2 elements; its shape has 1.");
    }

    private static void Check(Pool2DGeometry g) => PoolingCheck.Geometry(g.Volume);
}
