using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Between its own layers a chain hands memory on without waiting for the garbage collector, and takes nobody's else.</summary>
[Collection(nameof(AloneCollection))]
public sealed class SequentialMemoryTests
{
    private static readonly float[] s_input = [.. Enumerable.Range(0, 4 * 6 * 6 * 2).Select(i => MathF.Sin(i))];

    [Fact]
    public void What_a_users_module_kept_stays_valid_through_backward_and_further_steps()
    {
        var spy = new Spy();
        var network = new Sequential(new Conv2D(2, 3, kernel: 3, activation: Activation.ReLU), spy, new Flatten(), new Dense(48, 2));
        Step(network);
        float[] input = spy.Input!.ToArray<float>();
        Tensor kept = spy.Input!;
        for (int i = 0; i < 5; i++)
        {
            Step(network);
        }

        kept.ToArray<float>().ShouldBe(input);
    }

    [Fact]
    public void A_users_module_inside_a_chain_inside_a_chain_is_found()
    {
        var spy = new Spy();
        var network = new Sequential(new Dense(2, 3), new Sequential(new Tanh(), spy), new Dense(3, 1));
        Tensor output = network.Forward(Tensor.From(new float[] { 1, 2 }, [1, 2]));
        output.Sum().Backward();
        spy.Input!.ToArray<float>().Length.ShouldBe(3);
    }

    [Fact]
    public void Input_and_output_of_the_chain_are_the_callers()
    {
        var network = new Sequential(new Flatten(), new Flatten(), new Dense(72, 5), new Tanh(), new Flatten());
        Tensor x = Tensor.From(s_input, [4, 6, 6, 2]);
        Tensor y = network.Forward(x);
        float[] before = y.ToArray<float>();
        y.Sum().Backward();
        x.ToArray<float>().ShouldBe(s_input);
        y.ToArray<float>().ShouldBe(before);
        using (Mode.Inference())
        {
            Tensor again = network.Forward(x);
            again.ToArray<float>().ShouldBe(before);
            x.ToArray<float>().ShouldBe(s_input);
        }
    }

    [Fact]
    public void A_layer_that_returns_its_input_or_a_view_of_it_loses_nothing()
    {
        // In inference dropout returns its input, Flatten a view: the memory belongs to the tensor before them.
        var network = new Sequential(
            new Conv2D(2, 3, kernel: 3), new Dropout(0.5), new Flatten(), new Dropout(0.5), new Dense(48, 4), new BatchNorm(4), new GELU());
        Tensor x = Tensor.From(s_input, [4, 6, 6, 2]);
        float[] expected = LayerByLayer(network, x).ToArray<float>();
        for (int i = 0; i < 3; i++)
        {
            network.Forward(x).ToArray<float>().ShouldBe(expected);
        }
    }

    [Fact]
    public void Gradients_equal_those_of_the_layers_called_one_by_one() => ShouldEqualLayerByLayer(new Sequential(
        new Conv2D(2, 3, kernel: 3, activation: Activation.ReLU, dtype: DType.Float64),
        new MaxPool2D(2),
        new Flatten(),
        new Dense(12, 4, activation: Activation.GELU, dtype: DType.Float64),
        new BatchNorm(4, dtype: DType.Float64),
        new Sequential(new SiLU(), new Flatten(), new Dense(4, 3, dtype: DType.Float64))));

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    public void Pooling_takes_over_the_activation_before_it_with_windows_that_overlap_and_padding_too(Activation activation)
    {
        foreach (bool bias in new[] { true, false })
        {
            ShouldEqualLayerByLayer(new Sequential(
                new Conv2D(2, 3, kernel: 3, activation: activation, bias: bias, dtype: DType.Float64),
                new MaxPool2D(3, stride: 1, padding: Padding.Same),
                new Conv2D(3, 5, kernel: 2, activation: activation, bias: bias, dtype: DType.Float64),
                new MaxPool2D(2, stride: 1),
                new Flatten(),
                new Dense(20, 2, dtype: DType.Float64)));
        }
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.Tanh)]
    public void A_pooling_that_halves_is_computed_with_the_convolution_before_it(Activation activation)
    {
        foreach (bool bias in new[] { true, false })
        {
            ShouldEqualLayerByLayer(new Sequential(
                new Conv2D(2, 3, kernel: 3, padding: Padding.Same, activation: activation, bias: bias, dtype: DType.Float64),
                new MaxPool2D(2),
                new Conv2D(3, 5, kernel: 2, activation: activation, bias: bias, dtype: DType.Float64),
                new MaxPool2D(2),
                new Flatten(),
                new Dense(5, 2, dtype: DType.Float64)));
        }
    }

    [Fact]
    public void A_pooling_without_room_says_so_as_if_it_stood_alone()
    {
        var network = new Sequential(new Conv2D(2, 3, kernel: 3), new MaxPool2D(2));
        Tensor x = Tensor.Zeros([1, 3, 6, 2]);
        Should.Throw<ShapeException>(() => network.Forward(x)).Message.ShouldStartWith(
            Should.Throw<ShapeException>(() => network[1].Forward(network[0].Forward(x))).Message);
    }

    [Fact]
    public void A_graph_that_is_retained_can_be_used_again()
    {
        var network = new Sequential(new Dense(2, 3, activation: Activation.Tanh), new Dense(3, 3, activation: Activation.ReLU), new Dense(3, 1));
        Tensor loss = network.Forward(Tensor.From(new float[] { 1, 2 }, [1, 2])).Sum();
        loss.Backward(retainGraph: true);
        float[] once = network.NamedParameters().First().Value.Gradient!.ToArray<float>();
        loss.Backward();
        network.NamedParameters().First().Value.Gradient!.ToArray<float>().ShouldBe([.. once.Select(v => 2 * v)]);
        Should.Throw<AutogradException>(() => loss.Backward());
    }

    [Fact]
    public void A_gradient_that_was_read_stays_what_it_was()
    {
        var network = new Sequential(new Dense(2, 3), new Dense(3, 1));
        Tensor x = Tensor.From(new float[] { 1, 2 }, [1, 2]);
        Parameter weight = network.NamedParameters().First().Value;
        network.Forward(x).Sum().Backward();
        Tensor kept = weight.Gradient!;
        float[] values = kept.ToArray<float>();
        network.Forward(x * 3f).Sum().Backward(); // A sum in other memory.
        network.ClearGradients();
        for (int i = 0; i < 3; i++)
        {
            network.Forward(x * 5f).Sum().Backward();
            network.ClearGradients();
        }

        kept.ToArray<float>().ShouldBe(values);
    }

    [Fact]
    public void Training_a_chain_asks_for_no_collection()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("KILN_POOL_STRESS") == "1", "Under stress the pool collects always.");
        var network = new Sequential(new Conv2D(8, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2), new Flatten(), new Dense(32 * 15 * 15, 10));
        var x = Tensor.Zeros([16, 32, 32, 8]);
        var y = Tensor.Zeros([16], DType.Int64);
        var step = new TrainingStep(network, new SoftmaxCrossEntropy(), new SGD());
        var batch = new Data.Batch(x, y, new int[16]);
        step.Run(batch);
        int before = TensorMemory.Collections;
        for (int i = 0; i < 40; i++)
        {
            step.Run(batch); // Some 5 MB of activations and gradients each.
        }

        (TensorMemory.Collections - before).ShouldBeLessThan(3); // 200 MB of tensors left to the garbage collector would be a dozen.
    }

    private static void ShouldEqualLayerByLayer(Sequential network)
    {
        Tensor x = Tensor.From(s_input, [4, 6, 6, 2]).To(DType.Float64);
        double[][] chained = Gradients(network.Forward);
        double[][] single = Gradients(t => LayerByLayer(network, t));
        chained.Length.ShouldBe(single.Length);
        for (int i = 0; i < single.Length; i++)
        {
            chained[i].ShouldBe(single[i], tolerance: 1e-12);
        }

        double[][] Gradients(Func<Tensor, Tensor> forward)
        {
            using ScopeToken training = Mode.Training();
            network.ClearGradients();
            Tensor loss = forward(x).Square().Sum();
            loss.Backward(retainGraph: true);
            loss.Backward(); // Twice the gradient: what the first pass left behind must not disturb the second.
            return [.. network.NamedParameters().Where(p => p.Value.Gradient is not null).Select(p => p.Value.Gradient!.ToArray<double>())];
        }
    }

    private static Tensor LayerByLayer(Sequential network, Tensor x)
    {
        foreach (Module layer in network)
        {
            x = layer is Sequential inner ? LayerByLayer(inner, x) : layer.Forward(x);
        }

        return x;
    }

    private static void Step(Sequential network)
    {
        network.Forward(Tensor.From(s_input, [4, 6, 6, 2])).Square().Sum().Backward();
        network.ClearGradients();
    }

    /// <summary>Keeps what it was given.</summary>
    private sealed class Spy : Module
    {
        public Tensor? Input { get; private set; }

        public override Tensor Forward(Tensor x)
        {
            Input ??= x;
            return x * 2f;
        }
    }
}

/// <summary>Tests that count what the whole process does run beside no others.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
