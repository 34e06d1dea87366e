using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>The modules of a network as nodes of a graph: a chain where a <see cref="Sequential"/> says the order, the tree of registration elsewhere.</summary>
internal static class LayerGraph
{
    internal static IReadOnlyList<EventGraphNode> Of(Module network)
    {
        var nodes = new List<EventGraphNode> { new("input", "Input", []) };
        Add(network, network.GetType().Name, "input", nodes);
        return nodes;
    }

    /// <summary>Adds a module; gives the name of the node that holds its result.</summary>
    private static string Add(Module module, string name, string input, List<EventGraphNode> nodes)
    {
        if (module is Sequential layers && layers.Count > 0)
        {
            for (int i = 0; i < layers.Count; i++)
            {
                input = Add(layers[i], $"{name}/{i}_{layers[i].GetType().Name}", input, nodes);
            }

            return input;
        }

        foreach ((string child, Module inner) in module.Children)
        {
            Add(inner, $"{name}/{child}", input, nodes);
        }

        string own = module.Children.Count == 0 ? name : name + "/result";
        nodes.Add(new EventGraphNode(own, module.GetType().Name, module.Children.Count == 0 ? [input] : [.. module.Children.Select(c => ResultOf(c.Module, $"{name}/{c.Name}"))]));
        return own;
    }

    private static string ResultOf(Module module, string name) => module switch
    {
        Sequential { Count: > 0 } layers => ResultOf(layers[^1], $"{name}/{layers.Count - 1}_{layers[^1].GetType().Name}"),
        _ => module.Children.Count == 0 ? name : name + "/result",
    };
}
