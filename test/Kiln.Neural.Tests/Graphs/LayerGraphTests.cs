using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Summary, drawing and TensorBoard show one and the same graph.</summary>
public class LayerGraphTests
{
    [Fact]
    public void The_edges_of_a_graph_with_branches_and_shared_layers_are_those_of_its_summary()
    {
        Graph network = Siamese();
        network.Summarize().Layers.Select(l => (l.Name, string.Join(' ', l.Inputs))).ShouldBe([
            ("encoder", "-1"), ("layers.0", "0"), ("layers.0", "0"), ("encoder", "-2"), ("layers.1", "2 3"), ("same", "4")]);
        LayerGraph.Of(network).Select(n => $"{n.Name} {n.Operation}: {string.Join(' ', n.Inputs)}").ShouldBe([
            "left Input: ",
            "right Input: ",
            "Graph/encoder Dense: left",
            "Graph/0_Sequential/0_ReLU ReLU: Graph/encoder",
            "Graph/encoder_1 Dense: right",
            "Graph/1_Concatenate Concatenate: Graph/0_Sequential/0_ReLU Graph/encoder_1",
            "Graph/same Dense: Graph/1_Concatenate"]);
    }

    [Fact]
    public void A_chain_is_a_chain_and_a_nested_one_a_group()
    {
        var network = new Sequential(new Dense(4, 3), new Sequential(new ReLU(), new Dense(3, 3)), new Sequential(), new Dense(3, 2));
        LayerGraph.Of(network).Select(n => $"{n.Name}: {string.Join(' ', n.Inputs)}").ShouldBe([
            "input: ",
            "Sequential/0_Dense: input",
            "Sequential/1_Sequential/0_ReLU: Sequential/0_Dense",
            "Sequential/1_Sequential/1_Dense: Sequential/1_Sequential/0_ReLU",
            "Sequential/3_Dense: Sequential/1_Sequential/1_Dense"]);
    }

    [Fact]
    public void The_parts_of_another_module_stand_between_its_inputs_and_its_result()
    {
        var network = new Sequential(new Dense(4, 4), new Residual(new Sequential(new Dense(4, 4), new ReLU())), new Dense(4, 1));
        IReadOnlyList<EventGraphNode> nodes = LayerGraph.Of(network);
        nodes.Select(n => n.Name).ShouldBeUnique();
        nodes.Single(n => n.Operation == "Residual").Inputs.ShouldBe(["Sequential/0_Dense", "Sequential/1_Residual/body/1_ReLU"]);
        nodes[^1].Inputs.ShouldBe(["Sequential/1_Residual/result"]);
    }

    [Fact]
    public void Every_input_of_a_node_is_a_node_before_it()
    {
        foreach (Module network in new Module[] { Siamese(), new Dense(3, 2), new Sequential(), new Residual(new Dense(3, 3)) })
        {
            var seen = new HashSet<string>();
            foreach (EventGraphNode node in LayerGraph.Of(network))
            {
                node.Inputs.ShouldBeSubsetOf(seen);
                seen.Add(node.Name).ShouldBeTrue(node.Name);
            }
        }
    }

    /// <summary>Two inputs through one encoder, a container between, a layer whose result is used twice.</summary>
    private static Graph Siamese()
    {
        GraphNode left = Graph.Input([4], name: "left");
        GraphNode right = Graph.Input([4], name: "right");
        var encoder = new Dense(4, 3, Activation.Tanh);
        GraphNode a = new Sequential(new ReLU()).Apply(encoder.Apply("encoder", left));
        GraphNode both = new Concatenate().Apply(a, encoder.Apply(right));
        return new Graph([left, right], [new Dense(6, 1).Apply("same", both)]);
    }
}
