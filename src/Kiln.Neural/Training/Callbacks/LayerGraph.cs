using System.Globalization;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>
/// A network as a graph for TensorBoard: a node for each input and each layer, edges as in the summary and the drawing; containers are groups, by the slashes in the names. Within a module of
/// somebody's own, whose code alone knows the order of its parts, the parts stand between its inputs and its result.
/// </summary>
internal sealed class LayerGraph
{
    private readonly List<EventGraphNode> _nodes = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private LayerGraph()
    {
    }

    internal static IReadOnlyList<EventGraphNode> Of(Module network)
    {
        var graph = new LayerGraph();
        string[] inputs = network.InputNames is { Count: > 0 } names ? [.. names] : ["input"];
        graph.AddAll(network, network.GetType().Name, Array.ConvertAll(inputs, name => graph.Add(name.Length > 0 ? name : "input", "Input", [])));
        return graph._nodes;
    }

    /// <summary>Adds a network and all that is in it; gives the nodes of its results.</summary>
    private string[] AddAll(Module network, string scope, string[] inputs)
    {
        NetworkStructure structure = NetworkStructure.Of(network, inputs.Length);
        if (structure.Lines is [{ Name: "(this)" }])
        {
            return [AddModule(network, scope, inputs)];
        }

        var made = new string[structure.Lines.Count];
        var scopes = new Stack<(int End, string Scope)>();
        scopes.Push((made.Length, scope));
        for (int k = 0; k < made.Length; k++)
        {
            NetworkLine line = structure.Lines[k];
            while (scopes.Peek().End <= k && scopes.Count > 1)
            {
                scopes.Pop();
            }

            string type = line.Layer.GetType().Name;
            string name = $"{scopes.Peek().Scope}/{(line.Name.StartsWith("layers.", StringComparison.Ordinal) ? $"{line.Name["layers.".Length..]}_{type}" : line.Name)}";
            if (line.End > k + 1)
            {
                scopes.Push((line.End, name));
            }
            else if (line.Result == k)
            {
                made[k] = AddModule(line.Layer, name, Array.ConvertAll(line.Inputs, NodeOf));
            }
        }

        return Array.ConvertAll(structure.Outputs, NodeOf);

        string NodeOf(int line) => line < 0 ? inputs[-1 - line] : made[line];
    }

    /// <summary>Adds a module that is no container; gives the node of its result.</summary>
    private string AddModule(Module module, string name, string[] inputs)
    {
        if (module.Children.Count == 0)
        {
            return Add(name, module.GetType().Name, inputs);
        }

        var parts = new List<string>(inputs);
        foreach ((string child, Module part) in module.Children)
        {
            parts.AddRange(AddAll(part, $"{name}/{child}", part is Graph { Inputs.Count: var count } && count != inputs.Length ? [] : inputs));
        }

        return Add($"{name}/result", module.GetType().Name, [.. parts.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Adds a node; a layer that stands twice has a number behind its second name.</summary>
    private string Add(string name, string type, string[] inputs)
    {
        string unique = name;
        for (int i = 1; !_names.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        _nodes.Add(new EventGraphNode(unique, type, inputs));
        return unique;
    }
}
