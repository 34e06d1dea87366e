using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public class GraphFileTests
{
    [Fact]
    public void A_graph_with_shared_layers_and_several_outputs_is_saved_and_loaded()
    {
        using var folder = new TemporaryFolder();
        Graph graph = Siamese();
        graph.Save(folder.Path);
        var loaded = Module.Load(folder.Path).ShouldBeOfType<Graph>();
        loaded.NamedParameters().Select(p => p.Key).ShouldBe(graph.NamedParameters().Select(p => p.Key));
        loaded.Children.Select(c => c.Name).ShouldBe(graph.Children.Select(c => c.Name));
        loaded.Inputs.Select(i => i.ToString()).ShouldBe(["'left' (B, 3)", "'right' (B, 3)"]);
        Tensor x = Initializers.Normal(0, 1).Create([4, 3], RandomKey.FromSeed(1));
        Tensor y = Initializers.Normal(0, 1).Create([4, 3], RandomKey.FromSeed(2));
        loaded.ForwardAll(x, y).Zip(graph.ForwardAll(x, y)).ShouldAllBe(p => p.First.ToArray<float>().SequenceEqual(p.Second.ToArray<float>()));
    }

    [Theory]
    [InlineData("\"layer\": 0", "\"layer\": 7", "nodes[0].layer: expected an integer from 0 to")]
    [InlineData("\"outputs\": [\n      5", "\"outputs\": [\n      40", "there is no node 40 before")]
    [InlineData("\"outputs\": [\n      5", "\"outputs\": [\n      0", "no output depends on")]
    [InlineData("\"any_size\": false", "\"any_size\": 3", "inputs[0].any_size: expected true or false")]
    [InlineData("\"name\": \"encoder\"", "\"name\": \"en.coder\"", "point")]
    [InlineData("\"dtype\": \"float32\"", "\"dtype\": \"float99\"", "dtype: expected one of")]
    public void A_damaged_graph_is_refused_with_its_place(string from, string to, string message)
    {
        using var folder = new TemporaryFolder();
        Siamese().Save(folder.Path);
        string config = File.ReadAllText(folder.File("config.json"));
        int at = config.IndexOf(from, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0, config);
        File.WriteAllText(folder.File("config.json"), config[..at] + to + config[(at + from.Length)..]);
        Should.Throw<FileFormatException>(() => Module.Load(folder.Path)).Message.ShouldContain(message);
    }

    private static Graph Siamese()
    {
        GraphNode left = Graph.Input([3], name: "left");
        GraphNode right = Graph.Input([3], name: "right");
        var encoder = new Dense(3, 4, Activation.ReLU);
        GraphNode a = encoder.Apply("encoder", left);
        GraphNode b = encoder.Apply(right);
        return new Graph([left, right], [new Dense(4, 1).Apply(new Subtract().Apply(a, b)), a]);
    }
}
