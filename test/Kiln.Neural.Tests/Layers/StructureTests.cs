using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>What is wrong with a network is said where it is built, as far as the settings of its layers tell.</summary>
public class StructureTests
{
    [Fact]
    public void Layers_whose_sizes_do_not_meet_are_refused_with_both() =>
        Refused(() => new Sequential(new Dense(784, 400, Activation.ReLU), new Dropout(0.2), new Dense(800, 10)))
            .ShouldBe("Dense layers.2: expected 800 features (the last axis of its input), got the 400 that Dense layers.0 makes");

    [Fact]
    public void Channels_that_do_not_meet_are_refused_through_norms_and_poolings() =>
        Refused(() => new Sequential(new Conv2D(3, 32, kernel: 3), new BatchNorm(32), new ReLU(), new MaxPool2D(2), new Conv2D(64, 64, kernel: 3)))
            .ShouldBe("Conv2D layers.4: expected 64 features (the last axis of its input), got the 32 that Conv2D layers.0 makes");

    [Fact]
    public void A_norm_of_another_size_is_refused() =>
        Refused(() => new Sequential(new Dense(8, 16), new BatchNorm(8))).ShouldStartWith("BatchNorm layers.1: expected 8 features");

    [Fact]
    public void A_flatten_that_is_missing_is_guessed() =>
        Refused(() => new Sequential(new Conv2D(1, 32, kernel: 3), new MaxPool2D(2), new Dense(5408, 10))).ShouldEndWith("; is a Flatten missing between them?");

    [Fact]
    public void Behind_a_flatten_only_multiples_of_the_channels_fit()
    {
        _ = new Sequential(new Conv2D(1, 32, kernel: 3), new MaxPool2D(2), new Flatten(), new Dense(5408, 10));
        Refused(() => new Sequential(new Conv2D(1, 32, kernel: 3), new MaxPool2D(2), new Flatten(), new Dense(5400, 10))).ShouldBe(
            "Dense layers.3: expected 5400 features (the last axis of its input), which is no multiple of the 32 that Conv2D layers.0 makes and a Flatten joins; "
            + "Summary(inputShape) of the layers before it shows their number");
    }

    [Fact]
    public void Nested_chains_are_looked_into()
    {
        var body = new Sequential(new LayerNorm(16), new Dense(16, 32));
        Refused(() => new Sequential(new Dense(4, 8), new Sequential(new ReLU(), new Sequential(body)))).ShouldStartWith("Sequential layers.1: expected 16 features");
        Refused(() => new Sequential(body, new Dense(16, 4))).ShouldEndWith("got the 32 that Dense layers.0.layers.1 makes");
    }

    [Fact]
    public void A_sum_of_different_sizes_is_refused()
    {
        Refused(() => new Residual(new Dense(8, 16))).ShouldStartWith("Residual: the body makes 16 features, the shortcut 8; they are added; bring the input");
        Refused(() => new Residual(new Dense(8, 16), projection: new Dense(8, 4))).ShouldBe("Residual: the body makes 16 features, the shortcut 4; they are added");
        _ = new Residual(new Dense(8, 16), projection: new Dense(8, 16));
    }

    [Fact]
    public void What_cannot_be_known_is_let_pass()
    {
        _ = new Sequential(new Dense(4, 8), new Lambda(x => x), new Dense(9, 2));
        _ = new Sequential(new Dense(4, 8), new Permute(2, 1), new Dense(5, 2));
        _ = new Sequential(new Dense(4, 8), new Reshape(2, -1), new Dense(4, 2));
        _ = new Sequential(new Embedding(100, 8), new Flatten(), new Dense(24, 2));
        _ = new Sequential(new Flatten(), new Dense(784, 2));
        var late = new Sequential();
        var outer = new Sequential(new Dense(4, 8), late);
        late.Add(new Dense(8, 3));
        outer.Add(new Dense(3, 2));
        outer.Forward(Tensor.Zeros([1, 4])).Shape.ShouldBe([1, 2]);
    }

    [Fact]
    public void A_summary_names_the_layer_and_where_its_input_comes_from()
    {
        var network = new Sequential(new Conv2D(1, 8, kernel: 3), new Flatten(), new Dense(80, 10));
        Should.Throw<ShapeException>(() => network.Summary([8, 8, 1])).Message.ShouldBe(
            "one input of shape (8, 8, 1), without the batch: Dense layers.2: expected (…, 80), got (1, 288); its input comes from Flatten layers.1");
    }

    private static string Refused(Func<Module> build) => Should.Throw<ShapeException>(build).Message;
}
