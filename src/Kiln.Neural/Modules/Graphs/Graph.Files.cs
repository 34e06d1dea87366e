namespace Kiln.Neural;

/// <summary>The graph in a configuration: each layer once, then the nodes by the numbers of their layers and inputs.</summary>
public sealed partial class Graph
{
    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Module[] layers = [.. _nodes.Select(n => n.Layer!).Distinct(ReferenceEqualityComparer.Instance).Cast<Module>()];
        var numbers = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        foreach (Module layer in layers)
        {
            numbers.Add(layer, numbers.Count);
        }

        config.Set("layers", layers)
            .SetItems("inputs", _inputs, (item, node) => Describe(item, node).Set("any_size", node.AnySize))
            .SetItems("nodes", _steps, (item, step) => Describe(item, step.Node).Set("layer", numbers[step.Layer]).Set("of", step.Inputs))
            .Set("outputs", _results);
    }

    internal static Graph Read(ModuleConfig config)
    {
        Module[] layers = config.Modules("layers");
        var nodes = new List<GraphNode>();
        GraphNode[] inputs = config.Items("inputs", item =>
        {
            (string name, Shape shape, DType dtype) = Describe(item);
            var node = new GraphNode(name, layer: null, [], shape, dtype, item.Flag("any_size"));
            nodes.Add(node);
            return node;
        });
        config.Items("nodes", item =>
        {
            (string name, Shape shape, DType dtype) = Describe(item);
            Module layer = layers[item.Int("layer", 0, layers.Length - 1)];
            var node = new GraphNode(name, layer, Pick(item, "of", nodes), shape, dtype);
            nodes.Add(node);
            return node;
        });
        var graph = new Graph(inputs, Pick(config, "outputs", nodes));
        return graph.Nodes.Count + inputs.Length == nodes.Count && graph.Children.Count == layers.Length
            ? graph
            : throw new FileFormatException($"{config.Place}: it has nodes that no output depends on, or layers that no node uses");
    }

    private static ModuleConfig Describe(ModuleConfig item, GraphNode node) =>
        item.Set("name", node.Name).Set("shape", node.Shape.Sizes).Set("dtype", node.DType);

    private static (string Name, Shape Shape, DType DType) Describe(ModuleConfig item)
    {
        string name = item.Text("name");
        if (name.Length > 0)
        {
            GraphBuilder.CheckName(name);
        }

        return (name, new Shape(item.IntList("shape", minimum: 0)), item.Choice<DType>("dtype"));
    }

    private static GraphNode[] Pick(ModuleConfig config, string property, List<GraphNode> nodes) => Array.ConvertAll(
        config.IntList(property, minimum: 0),
        i => i < nodes.Count ? nodes[i] : throw new FileFormatException($"{config.Place}.{property}: there is no node {i} before; expected 0 to {nodes.Count - 1}"));
}
