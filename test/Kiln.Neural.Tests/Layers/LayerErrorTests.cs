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
        Error([2, 8, 8, 3]).ShouldBe("Dense layers.3: expected (…, 8), got (2, 72); its input comes from Flatten layers.2");

    [Fact]
    public void A_missing_flatten_is_recognized()
    {
        var network = new Sequential(new MaxPool2D(2), new Dense(48, 10));
        Should.Throw<ShapeException>(() => network.Forward(Tensor.Zeros([2, 8, 8, 3]))).Message
            .ShouldBe("Dense layers.1: expected (…, 48), got (2, 4, 4, 3); put a Flatten before this layer; its input comes from MaxPool2D layers.0");
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
        Should.Throw<ArgumentOutOfRangeException>(() => new Dense(0, 1)).Message.ShouldBe("Dense: inputs must be at least 1, got 0 (Parameter 'inputs')");
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2D(3, -1, kernel: 1)).Message.ShouldStartWith("Conv2D: filters must be at least 1, got -1");
        Should.Throw<ArgumentOutOfRangeException>(() => new DepthwiseConv2D(0, kernel: 1)).Message.ShouldStartWith("depthwise convolution: inputs must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm(0)).Message.ShouldStartWith("BatchNorm: channels must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm(2, momentum: 1)).Message.ShouldStartWith("BatchNorm: momentum must be at least 0 and below 1, got 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new LayerNorm(-3)).Message.ShouldStartWith("LayerNorm: channels must be at least 1, got -3");
        Should.Throw<ArgumentOutOfRangeException>(() => new GroupNorm(4, groups: 0)).Message.ShouldStartWith("GroupNorm: groups must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new Embedding(0, 4)).Message.ShouldStartWith("Embedding: count must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new RepeatVector(0)).Message.ShouldStartWith("RepeatVector: count must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new MaxPool1D(0)).Message.ShouldStartWith("MaxPool1D: kernel must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(-1)).Message.ShouldStartWith("Adam: LearningRate must be finite and not negative, got -1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(beta1: 1)).Message.ShouldStartWith("Adam: beta1 must be at least 0 and below 1, got 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Dense(2, 2).Predict(Tensor.Zeros([1, 2]), batchSize: 0)).Message.ShouldStartWith("predict: batchSize must be at least 1, got 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2D(1, 1, kernel: 0)).Message.ShouldStartWith("Conv2D: kernel must be at least 1 on both axes, got (0, 0)");
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv2D(1, 1, kernel: 1, stride: (1, 0))).Message.ShouldContain("stride");
        Should.Throw<ArgumentException>(() => new Conv2D(3, 4, kernel: 1, groups: 2)).Message.ShouldStartWith("Conv2D: groups must divide inputs and filters; got 2 groups for 3 inputs");
        Should.Throw<ArgumentException>(() => new MaxPool2D(2, padding: Padding.Of(2))).Message.ShouldContain("smaller than the window");
        Should.Throw<ArgumentOutOfRangeException>(() => Padding.Of(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new LeakyReLU(double.NaN)).Message.ShouldContain("slope");
        Should.Throw<DTypeException>(() => new Dense(2, 2, dtype: DType.Int32)).Message.ShouldContain("int32");
    }

    [Fact]
    public void Sequences_and_volumes_are_checked_as_images_are()
    {
        Given(new Conv1D(3, 8, kernel: 5), [2, 3, 9]).ShouldBe(
            "Conv1D layers.0: expected 3 channels (batch, time, 3), got 9 in (2, 3, 9); channels come last: x.Permute(0, 2, 1)");
        Given(new Conv1D(1, 8, kernel: 5), [2, 9]).ShouldBe("Conv1D layers.0: expected sequences (batch, time, 1), got (2, 9); add the channel axis with x.ExpandDims(-1)");
        Given(new Conv1D(1, 8, kernel: 5), [2, 4, 1]).ShouldStartWith("Conv1D layers.0: a window of 5 does not fit into sequences of 4, got (2, 4, 1)");
        Given(new Conv3D(1, 8, kernel: 2), [2, 1, 4, 4, 4]).ShouldEndWith("; channels come last: x.Permute(0, 2, 3, 4, 1)");
        Given(new Conv2DTranspose(8, 4, kernel: 3), [2, 8, 5, 5]).ShouldStartWith("Conv2DTranspose layers.0: expected 8 channels");
        Given(new SeparableConv2D(3, 4, kernel: 3), [2, 6, 6, 2]).ShouldStartWith("SeparableConv2D layers.0: expected 3 channels");
        Given(new MaxPool3D(2), [2, 4, 4, 4]).ShouldBe("MaxPool3D layers.0: expected volumes (batch, depth, height, width, channels), got (2, 4, 4, 4); add the batch axis with x.ExpandDims(0)");
        Given(new GlobalMaxPool2D(), [2, 0, 4, 3]).ShouldBe("GlobalMaxPool2D layers.0: the images of (2, 0, 4, 3) are empty; there is nothing to pool");
        Given(new AdaptiveAveragePool1D(2), [2, 4]).ShouldStartWith("AdaptiveAveragePool1D layers.0: expected sequences");
    }

    [Fact]
    public void Other_layers_name_what_was_given_and_expected()
    {
        Given(new LayerNorm(8), [2, 8, 4]).ShouldBe("LayerNorm layers.0: expected (…, 8), got (2, 8, 4); channels come last, see x.Permute");
        Given(new GroupNorm(4, groups: 2), [4]).ShouldBe("GroupNorm layers.0: expected (batch, …, 4), got (4,)");
        Given(new UnitNorm(axis: 2), [2, 3]).ShouldStartWith("UnitNorm layers.0: expected an input with an axis 2, got (2, 3)");
        Given(new Reshape(4, 4), [2, 15]).ShouldBe("Reshape layers.0: items of (2, 15) have 15 elements, (4, 4) has 16");
        Given(new Reshape(4, -1), [2, 15]).ShouldBe("Reshape layers.0: items of (2, 15) have 15 elements, (4, -1) a multiple of 4");
        Given(new Permute(2, 1), [2, 3]).ShouldStartWith("Permute layers.0: expected 3 axes");
        Given(new RepeatVector(2), [2, 3, 4]).ShouldBe("RepeatVector layers.0: expected (batch, features), got (2, 3, 4); put a Flatten before this layer");
        Given(new Cropping1D(3), [2, 6, 1]).ShouldBe("Cropping1D layers.0: cutting 3 + 3 off axis 1 of (2, 6, 1) leaves nothing of its 6 elements");
        Given(new PReLU(4), [2, 3]).ShouldStartWith("PReLU layers.0: slopes of shape (4,) do not fit the items of (2, 3)");
        Should.Throw<ShapeException>(() => new Sequential(new Embedding(5, 2)).Forward(Tensor.From([1, 5]))).Message.ShouldBe(
            "Embedding layers.0: embedding: index 5, element 1 of the indices of shape (2,), is no row of a table of 5");
    }

    [Fact]
    public void Paddings_are_for_their_number_of_axes()
    {
        Should.Throw<ArgumentException>(() => new Conv2D(1, 1, kernel: 3, padding: Padding.Of(1, 1))).Message.ShouldStartWith(
            "padding: (1, 1) has amounts for the sides of 1 axis, this layer slides over 2; give one amount or 4");
        Should.Throw<ArgumentException>(() => new Conv2D(1, 1, kernel: 3, padding: Padding.Causal)).Message.ShouldStartWith("padding: Padding.Causal is for sequences");
        Should.Throw<ArgumentException>(() => new Conv1DTranspose(1, 1, kernel: 3, padding: Padding.Causal)).Message.ShouldContain("looks back");
        Should.Throw<ArgumentException>(() => new ZeroPadding1D(Padding.Same)).Message.ShouldStartWith("padding: \"same\" follows from a window");
        Should.Throw<ArgumentException>(() => new Conv2DTranspose(1, 1, kernel: 3, outputPadding: 1)).Message.ShouldContain("below the stride");
        Should.Throw<ArgumentException>(() => new GroupNorm(8)).Message.ShouldContain("got 32 groups for 8 channels");
        Should.Throw<ArgumentException>(() => new Permute(1, 3)).Message.ShouldContain("each once");
        new Conv1D(1, 1, kernel: 3, padding: 1).Padding.ShouldBe(Padding.Of(1, 1));
        new Conv2D(1, 1, kernel: 3, padding: 1).Padding.ShouldBe(Padding.Of(1, 1, 1, 1));
        Padding.Of(0, 0, 0, 0).ShouldBe(Padding.Valid);
    }

    private static string Given(Module layer, Shape input) => Should.Throw<ShapeException>(() => new Sequential(layer).Forward(Tensor.Zeros(input))).Message;

    private static string Error(Shape input) => Should.Throw<ShapeException>(() => s_network.Forward(Tensor.Zeros(input))).Message;
}
