namespace Kiln.Neural;

/// <summary>A layer of a network: a line of its summary, a box of its drawing, a node of its TensorBoard graph.</summary>
/// <param name="Layer">The layer; a container is followed by its layers.</param>
/// <param name="Name">Its name in the module around it, or that of its node in a <see cref="Graph"/>.</param>
/// <param name="Depth">How deep it is nested; 0 for a layer of the network itself.</param>
/// <param name="Inputs">The lines it takes its inputs from, none of them a container's; −1 and below are the inputs of the network, the first −1.</param>
internal sealed record NetworkLine(Module Layer, string Name, int Depth, int[] Inputs)
{
    /// <summary>The line that makes its result: itself, or the last layer of a container; below 0 for a container that hands an input of the network on.</summary>
    internal int Result { get; set; }

    /// <summary>The first line that is not one of its layers.</summary>
    internal int End { get; set; }
}

/// <summary>
/// The layers of a network and what each takes its inputs from, found without computing anything. <see cref="Sequential"/>s and <see cref="Graph"/>s are taken apart; any other module is
/// one line, since only its code knows in which order it calls its parts.
/// </summary>
internal sealed class NetworkStructure
{
    private readonly List<NetworkLine> _lines = [];

    private NetworkStructure()
    {
    }

    /// <summary>The lines in the order of computation.</summary>
    internal IReadOnlyList<NetworkLine> Lines => _lines;

    /// <summary>The lines that the network's outputs come from.</summary>
    internal int[] Outputs { get; private set; } = [];

    /// <summary>Takes a network apart.</summary>
    /// <param name="root">The network.</param>
    /// <param name="inputs">How many inputs it gets.</param>
    internal static NetworkStructure Of(Module root, int inputs)
    {
        var structure = new NetworkStructure();
        int[] own = [.. Enumerable.Range(0, inputs).Select(i => -1 - i)];
        structure.Outputs = structure.Inside(root, own, depth: 0) ?? [structure.Line(root, "(this)", own, depth: 0)];
        return structure;
    }

    /// <summary>The lines that the results of a container come from; null for a module that is one line.</summary>
    private int[]? Inside(Module module, int[] inputs, int depth)
    {
        if (module is Sequential layers && inputs.Length == 1)
        {
            int x = inputs[0];
            foreach (Module layer in layers)
            {
                x = Layer(layer, layer.Name, [x], depth);
            }

            return [x];
        }

        if (module is not Graph graph || graph.Inputs.Count != inputs.Length)
        {
            return null;
        }

        var makers = new int[inputs.Length + graph.Steps.Length];
        inputs.CopyTo(makers, 0);
        for (int s = 0; s < graph.Steps.Length; s++)
        {
            GraphStep step = graph.Steps[s];
            string name = step.Node.Name.Length > 0 ? step.Node.Name : graph.Children.First(c => ReferenceEquals(c.Module, step.Layer)).Name;
            makers[inputs.Length + s] = Layer(step.Layer, name, Array.ConvertAll(step.Inputs, i => makers[i]), depth);
        }

        return Array.ConvertAll(graph.Results, i => makers[i]);
    }

    /// <summary>Adds a layer, a container with all that is in it; gives the line that makes its result.</summary>
    private int Layer(Module layer, string name, int[] inputs, int depth)
    {
        if (layer is not (Sequential or Graph { Outputs.Count: 1 }))
        {
            return Line(layer, name, inputs, depth);
        }

        var line = new NetworkLine(layer, name, depth, inputs) { Result = _lines.Count, End = _lines.Count + 1 };
        _lines.Add(line);
        if (Inside(layer, inputs, depth + 1) is [var result])
        {
            (line.Result, line.End) = (result, _lines.Count);
        }

        return line.Result;
    }

    private int Line(Module layer, string name, int[] inputs, int depth)
    {
        _lines.Add(new NetworkLine(layer, name, depth, inputs) { Result = _lines.Count, End = _lines.Count + 1 });
        return _lines.Count - 1;
    }
}
