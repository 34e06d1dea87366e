using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public class SummarizeTests
{
    [Fact]
    public void Multiply_adds_are_those_of_products_and_convolutions_for_one_item()
    {
        var network = new Sequential(
            new Conv2D(3, 8, kernel: 3, padding: Padding.Same), new MaxPool2D(2), new Conv2D(8, 8, kernel: 3, groups: 2), new Flatten(), new Dense(288, 10), new Own());
        ModuleSummary summary = network.Summarize([16, 16, 3]);
        summary.Layers.Select(l => l.MultiplyAdds).ShouldBe([16 * 16 * 9 * 3 * 8, 0, 6 * 6 * 9 * 4 * 8, 0, 288 * 10, 10 * 10]);
        summary.MultiplyAdds.ShouldBe(summary.Layers.Sum(l => l.MultiplyAdds));
    }

    [Fact]
    public void The_memory_of_a_step_is_that_of_parameters_gradients_state_and_what_is_kept()
    {
        var network = new Sequential(new Dense(100, 50, Activation.ReLU), new BatchNorm(50), new Dense(50, 10));
        float[][] before = Values(network);
        StepMemory memory = network.Summarize([100], new SummaryOptions { BatchSize = 64, Optimizer = () => new SGD(0.1, momentum: 0.9) }).Memory!;
        long trained = 4 * (100 * 50 + 50 + 2 * 50 + 50 * 10 + 10);
        memory.Parameters.ShouldBe(trained + 4 * 2 * 50);
        memory.Gradients.ShouldBe(trained);
        memory.OptimizerState.ShouldBe(trained);

        // At least the input and one result of the hidden layer; at most those of every operation twice.
        memory.Activations.ShouldBeInRange(4 * 64 * (100 + 50), 4 * 64 * (100 + 50 + 50 + 10) * 2);
        memory.Total.ShouldBe(memory.Parameters + memory.Gradients + memory.OptimizerState + memory.Activations);
        Values(network).ShouldBe(before);
    }

    [Fact]
    public void The_time_of_an_epoch_is_estimated_from_steps_that_leave_no_trace()
    {
        var network = new Sequential(new Dense(20, 10), new BatchNorm(10), new Dropout(0.5), new Dense(10, 2));
        float[][] before = Values(network);
        ModuleSummary summary = network.Summarize([20], new SummaryOptions { BatchSize = 8, Samples = 1000 });
        EpochEstimate epoch = summary.Epoch!;
        epoch.Steps.ShouldBeInRange(2, 7);
        epoch.EpochTime.TotalSeconds.ShouldBe(epoch.StepTime.TotalSeconds * 125, 1e-3);
        Values(network).ShouldBe(before);
        network.NamedParameters().ShouldAllBe(p => p.Value.Gradient == null);
        summary.ToString().ShouldContain("Epoch of 1,000: about");
        summary.ToString().ShouldContain("Training step of 8:");
    }

    [Fact]
    public void A_graph_is_shown_by_its_nodes_and_a_shared_layer_counts_once()
    {
        GraphNode a = Graph.Input([4], name: "a");
        GraphNode b = Graph.Input([4], name: "b");
        var shared = new Dense(4, 3);
        var graph = new Graph([a, b], [new Dense(6, 1).Apply("score", new Concatenate().Apply(shared.Apply("left", a), shared.Apply("right", b)))]);
        graph.Summary().ShouldBe(
            """
            Layer     Type         Output shape  Parameters  Multiply-adds
            ──────────────────────────────────────────────────────────────
            left      Dense        (B, 3)                15             12
            right     Dense        (B, 3)                 0             12
            layers.0  Concatenate  (B, 6)                 0              0
            score     Dense        (B, 1)                 7              6
            ──────────────────────────────────────────────────────────────
            Parameters: 22 (88 B)
              trained: 22 (88 B)
              not trained: 0 (0 B)
            Multiply-adds: 30 for one item forward, about three times as many in training

            """);
        graph.Summarize(new SummaryOptions { BatchSize = 4 }).Layers[2].Inputs.ShouldBe([0, 1]);
    }

    [Fact]
    public void Drawings_show_every_layer_of_sequences_graphs_and_modules_of_ones_own()
    {
        GraphNode x = Graph.Input([8, 8, 3], name: "image");
        GraphNode y = new Conv2D(3, 4, kernel: 3, padding: Padding.Same).Apply("stem", x);
        GraphNode z = new Add().Apply(y, new Conv2D(4, 4, kernel: 3, padding: Padding.Same).Apply(y));
        var graph = new Graph([x], [new Sequential(new Flatten(), new Dense(256, 2)).Apply("head", z), y]);
        string svg = graph.ToSvg("Two outputs");
        foreach (string text in (string[])["Two outputs", "image", "(B, 8, 8, 3)", "stem", "112 parameters", "Add", "head.layers.1", "514 parameters", "Output"])
        {
            svg.ShouldContain(text);
        }

        System.Xml.Linq.XDocument.Parse(svg).Root.ShouldNotBeNull();
        new Own().ToSvg([10]).ShouldContain(">Own<");
    }

    private static float[][] Values(Module module) => [.. module.NamedParameters().Select(p => p.Value.Value.ToArray<float>())];

    private sealed class Own : Module
    {
        private readonly Dense _inner;

        public Own() => _inner = Child("inner", new Dense(10, 10));

        public override Tensor Forward(Tensor x) => _inner.Forward(x) + x;
    }
}
