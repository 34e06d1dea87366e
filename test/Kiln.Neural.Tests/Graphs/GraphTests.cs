using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public class GraphTests
{
    [Fact]
    public void A_graph_computes_what_its_layers_compute()
    {
        GraphNode a = Graph.Input([4], name: "a");
        GraphNode b = Graph.Input([3], name: "b");
        var left = new Dense(4, 5, Activation.ReLU);
        var right = new Dense(3, 5);
        var head = new Dense(10, 2);
        var graph = new Graph(inputs: [a, b], outputs: [head.Apply(new Concatenate().Apply(left.Apply(a), right.Apply(b)))]);
        (Tensor x, Tensor y) = (Noise(6, 4), Noise(6, 3));
        graph.Forward(x, y).ToArray<float>().ShouldBe(head.Forward(Tensor.Concat([left.Forward(x), right.Forward(y)], -1)).ToArray<float>());
        graph.Outputs[0].Shape.ShouldBe(new Shape(2));
        graph.Nodes.Count.ShouldBe(4);
    }

    [Fact]
    public void A_shared_layer_is_registered_once_and_its_gradient_is_the_sum()
    {
        GraphNode a = Graph.Input([3]);
        GraphNode b = Graph.Input([3]);
        var shared = new Dense(3, 2, bias: false);
        var graph = new Graph([a, b], [new Add().Apply(shared.Apply("encoder", a), shared.Apply(b))]);
        graph.NamedParameters().Select(p => p.Key).ShouldBe(["encoder.weight"]);
        (Tensor x, Tensor y) = (Noise(4, 3), Noise(4, 3, seed: 2));
        graph.Backward(graph.Forward(x, y).Sum());
        float[] expected = (x + y).Sum(0).ToArray<float>();
        float[] gradient = shared.Weight.Gradient!.ToArray<float>();
        for (int i = 0; i < 6; i++)
        {
            gradient[i].ShouldBe(expected[i / 2], 1e-5f);
        }
    }

    [Fact]
    public void Several_outputs_come_together_and_train_together()
    {
        GraphNode x = Graph.Input([4]);
        var body = new Dense(4, 6, Activation.Tanh);
        var (first, second) = (new Dense(6, 2), new Dense(6, 1));
        GraphNode code = body.Apply(x);
        var graph = new Graph([x], [first.Apply(code), code, second.Apply(code)]);
        Tensor input = Noise(5, 4);
        Tensor[] outputs = graph.ForwardAll(input);
        outputs.Select(o => o.Shape[1]).ShouldBe([2, 6, 1]);
        outputs[1].ToArray<float>().ShouldBe(body.Forward(input).ToArray<float>());
        graph.Backward(outputs[0].Sum() + outputs[2].Sum());
        body.Weight.Gradient.ShouldNotBeNull();
        Should.Throw<ArgumentException>(() => graph.Forward(input)).Message.ShouldContain("ForwardAll");
    }

    [Fact]
    public void A_graph_of_one_input_and_output_is_trained_and_used_like_any_network()
    {
        using var random = RandomScope.Use(RandomKey.FromSeed(4));
        GraphNode x = Graph.Input([3]);
        GraphNode h = new Dense(3, 8, Activation.Tanh).Apply(x);
        var graph = new Graph(x, new Dense(8, 1).Apply(new Add().Apply(h, new Dense(8, 8).Apply(h))));
        Tensor inputs = Noise(64, 3);
        var data = new TensorDataset(inputs, inputs.Sum(1, keepDims: true));
        graph.Fit(data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(0.02), Epochs = 60, BatchSize = 16, Seed = 1 });
        graph.Evaluate(data, new MeanSquaredError())["loss"].ShouldBeLessThan(0.3);
        graph.Predict(inputs).Shape.ShouldBe(new Shape(64, 1));
    }

    [Fact]
    public void Layers_can_belong_to_two_graphs_and_a_graph_can_be_a_layer()
    {
        GraphNode image = Graph.Input([6]);
        GraphNode code = new Dense(6, 2).Apply(image);
        var encoder = new Graph(image, code);
        var decoder = new Dense(2, 6);
        var both = new Graph(image, decoder.Apply(code));
        Tensor x = Noise(3, 6);
        both.Forward(x).ToArray<float>().ShouldBe(decoder.Forward(encoder.Forward(x)).ToArray<float>());

        GraphNode other = Graph.Input([6]);
        var outer = new Graph(other, decoder.Apply(encoder.Apply("encoder", other)));
        outer.Forward(x).ToArray<float>().ShouldBe(both.Forward(x).ToArray<float>());
        outer.NamedParameters().First().Key.ShouldBe("encoder.layers.0.weight");
        encoder.ApplyAll(other)[0].Shape.ShouldBe(new Shape(2));

        // What lies behind an intermediate node is a graph of its own.
        new Graph(code, both.Outputs[0]).Forward(Noise(3, 2)).Shape.ShouldBe(new Shape(3, 6));
    }

    [Fact]
    public void Values_used_twice_or_given_back_survive_the_reuse_of_memory()
    {
        GraphNode x = Graph.Input([8, 8]);
        GraphNode flat = new Flatten().Apply(x); // A view of the caller's input.
        GraphNode a = new Dense(64, 64, Activation.ReLU).Apply(flat);
        GraphNode b = new Dense(64, 64, Activation.Tanh).Apply(a);
        GraphNode view = new Flatten().Apply(b);
        GraphNode sum = new Add().Apply(a, view, b);
        var graph = new Graph([x], [new Dense(64, 4).Apply(new Add().Apply(sum, flat)), b]);
        Tensor input = Noise(7, 8, 8);
        float[] before = input.ToArray<float>();
        Tensor[] first = graph.ForwardAll(input);
        float[][] values = Array.ConvertAll(first, t => t.ToArray<float>());
        for (int i = 0; i < 5; i++)
        {
            Array.ConvertAll(graph.ForwardAll(input), t => t.ToArray<float>()).Zip(values).ShouldAllBe(p => p.First.SequenceEqual(p.Second));
            using (Mode.Inference())
            {
                Array.ConvertAll(graph.ForwardAll(input), t => t.ToArray<float>()).Zip(values).ShouldAllBe(p => p.First.SequenceEqual(p.Second));
            }
        }

        Array.ConvertAll(first, t => t.ToArray<float>()).Zip(values).ShouldAllBe(p => p.First.SequenceEqual(p.Second));
        input.ToArray<float>().ShouldBe(before);
    }

    [Fact]
    public void Gradients_through_branches_equal_central_differences()
    {
        var branches = new ModuleCase("graph", "a product of a layer and the same layer applied twice", type =>
        {
            GraphNode x = Graph.Input([3], type);
            var shared = new Dense(3, 3, Activation.Tanh, dtype: type);
            GraphNode once = shared.Apply(x);
            return new Graph(x, new Concatenate().Apply(new Multiply().Apply(once, shared.Apply(once)), x));
        }, [3]);
        GradientCheck.Run(branches, branches.Inputs(4, DType.Float64), training: true);
    }

    private static Tensor Noise(int batch, int size, ulong seed = 1) => Initializers.Normal(0, 1).Create([batch, size], RandomKey.FromSeed(seed));

    private static Tensor Noise(int batch, int height, int width) => Initializers.Normal(0, 1).Create([batch, height, width], RandomKey.FromSeed(3));
}
