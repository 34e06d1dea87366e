namespace Kiln.Neural.Tests;

/// <summary>What a wrong shape or setting is answered with.</summary>
public class LayerErrorTests
{
    private static readonly Module s_network = new Sequential(
        new Conv2D(3, 8, kernel: 3), new MaxPool2D(2), new Flatten(), new Dense(8, 10));

    [Fact]
    public void A_wrong_number_of_channels_names_layer_given_and_expected() =>
        Error([2, 8, 8, 1]).ShouldBe("Conv2D layers.0: expected 3 channels (batch, height, width, 3), got 1 in (2, 8, 8, 1)");

    [Fact]
    public void Channels_first_images_are_recognized() => Error([2, 3, 8, 8]).ShouldEndWith("; channels come last: x.Permute(0, 2, 3, 1)");

    [Fact]
    public void A_missing_batch_axis_is_recognized() => Error([8, 8, 3]).ShouldEndWith("; add the batch axis with x.ExpandDims(0)");

    [Fact]
    public void Flat_rows_are_recognized() => Error([2, 192]).ShouldEndWith("; this looks like flat rows: Reshape them to images");

    [Fact]
    public void A_window_that_does_not_fit_says_what_helps() =>
        Error([2, 2, 8, 3]).ShouldBe("Conv2D layers.0: a window of (3, 3) does not fit into images of (2, 8), got (2, 2, 8, 3); "
            + "use Padding.Same, a smaller kernel, or fewer poolings before it");

    [Fact]
    public void Windows_beyond_all_bounds_fit_into_no_image()
    {
        Tensor x = Tensor.Zeros([1, 8, 8, 1]);
        Should.Throw<ShapeException>(() => new Conv2D(1, 1, kernel: 2, dilation: int.MaxValue).Forward(x)).Message.ShouldContain("does not fit");
        Should.Throw<ShapeException>(() => new MaxPool2D(int.MaxValue).Forward(x)).Message.ShouldContain("does not fit");
    }

    [Fact]
    public void Images_of_another_size_than_the_dense_layer_was_made_for_are_recognized() =>
        Error([2, 8, 8, 3]).ShouldBe("Dense layers.3: expected (…, 8), got (2, 72)");

    [Fact]
    public void A_missing_flatten_is_recognized()
    {
        var network = new Sequential(new MaxPool2D(2), new Dense(48, 10));
        Should.Throw<ShapeException>(() => network.Forward(Tensor.Zeros([2, 8, 8, 3]))).Message
            .ShouldBe("Dense layers.1: expected (…, 48), got (2, 4, 4, 3); put a Flatten before this layer");
    }

    [Fact]
    public void A_nested_layer_is_named_by_its_whole_path()
    {
        var network = new Sequential(new Sequential(new ReLU(), new Dense(4, 2)));
        Should.Throw<ShapeException>(() => network.Forward(Tensor.Zeros([2, 3]))).Message.ShouldStartWith("Dense layers.0.layers.1: ");
    }

    [Fact]
    public void Settings_are_checked_where_they_are_given()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Dense(0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2D(1, 1, kernel: 0)).Message.ShouldContain("kernel must be at least 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2D(1, 1, kernel: 1, stride: (1, 0))).Message.ShouldContain("stride");
        Should.Throw<ArgumentException>(() => new Conv2D(3, 4, kernel: 1, groups: 2)).Message.ShouldContain("2 groups for 3 inputs");
        Should.Throw<ArgumentException>(() => new MaxPool2D(2, padding: Padding.Of(2))).Message.ShouldContain("smaller than the window");
        Should.Throw<ArgumentOutOfRangeException>(() => Padding.Of(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new LeakyReLU(double.NaN)).Message.ShouldContain("slope");
        Should.Throw<DTypeException>(() => new Dense(2, 2, dtype: DType.Int32)).Message.ShouldContain("int32");
    }

    private static string Error(Shape input) => Should.Throw<ShapeException>(() => s_network.Forward(Tensor.Zeros(input))).Message;
}
