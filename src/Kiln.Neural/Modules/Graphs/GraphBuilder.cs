using System.Globalization;

namespace Kiln.Neural;

/// <summary>Makes nodes and puts them in order.</summary>
internal static class GraphBuilder
{
    /// <summary>Two, so that a layer that takes the batch for something else is found out.</summary>
    private const int Batch = 2;

    internal static GraphNode Apply(Module layer, string name, ReadOnlySpan<GraphNode> inputs)
    {
        if (inputs.Length == 0)
        {
            throw new ArgumentException($"graph: {layer.GetType().Name} applied to nothing; expected the nodes it takes, as layer.Apply(x)", nameof(inputs));
        }

        GraphNode[] nodes = inputs.ToArray();
        var samples = new Tensor[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(nodes[i], nameof(inputs));
            samples[i] = Tensor.Zeros([Batch, .. nodes[i].Shape.Sizes], nodes[i].DType);
        }

        using (Mode.Inference())
        {
            Tensor y;
            try
            {
                y = layer.Forward(samples);
            }
            catch (ArgumentException error)
            {
                throw Because($"graph: {layer.GetType().Name} cannot be applied to {string.Join(" and ", nodes.Select(n => n.ToString()))}", error);
            }

            return y.Rank > 0 && y.Shape[0] == Batch
                ? new GraphNode(name, layer, nodes, new Shape(y.Shape.Sizes[1..]), y.DType)
                : throw new ShapeException(
                    $"graph: {layer.GetType().Name} makes {y.Shape} of a batch of {Batch} {string.Join(" and ", nodes.Select(n => n.ToString()))}; the first axis must stay the batch");
        }
    }

    internal static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"graph: the name '{name}' contains a point, which separates the parts of a path", nameof(name));
        }
    }

    /// <summary>A name for each output, none twice.</summary>
    internal static string[] OutputNames(GraphNode[] outputs)
    {
        if (outputs is [{ Name: "" }])
        {
            return [];
        }

        var names = new string[outputs.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string own = outputs[i].Name;
            names[i] = own.Length > 0 && Array.IndexOf(names, own, 0, i) < 0 ? own : string.Create(CultureInfo.InvariantCulture, $"output_{i}");
        }

        return names;
    }

    /// <summary>The same kind of error, with where it happened in front.</summary>
    internal static ArgumentException Because(string place, ArgumentException error) => error switch
    {
        ShapeException => new ShapeException($"{place}: {error.Message}", error),
        DTypeException => new DTypeException($"{place}: {error.Message}", error),
        ArgumentOutOfRangeException => new ArgumentOutOfRangeException($"{place}: {error.Message}", error),
        _ => new ArgumentException($"{place}: {error.Message}", error),
    };

    /// <summary>The nodes between inputs and outputs in the order of their making, in which each comes after what it is made of.</summary>
    internal static GraphNode[] Order(GraphNode[] inputs, GraphNode[] outputs)
    {
        Check(inputs, "input");
        Check(outputs, "output");
        var given = new HashSet<GraphNode>(inputs, ReferenceEqualityComparer.Instance);
        if (given.Count < inputs.Length)
        {
            throw new ArgumentException("graph: an input is listed twice", nameof(inputs));
        }

        var reached = new HashSet<GraphNode>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<GraphNode>(outputs);
        while (waiting.TryPop(out GraphNode? node))
        {
            if (!reached.Add(node) || given.Contains(node))
            {
                continue;
            }

            if (node.Layer is null)
            {
                throw new ArgumentException($"graph: the outputs depend on {node}, which is not among the inputs; list it", nameof(inputs));
            }

            foreach (GraphNode input in node.Inputs)
            {
                waiting.Push(input);
            }
        }

        foreach (GraphNode input in inputs)
        {
            if (!reached.Contains(input))
            {
                throw new ArgumentException($"graph: no output depends on the input {input}; leave it out, or use it", nameof(inputs));
            }
        }

        reached.ExceptWith(given);
        return [.. reached.OrderBy(n => n.Sequence)];
    }

    private static void Check(GraphNode[] nodes, string what)
    {
        if (nodes.Length == 0)
        {
            throw new ArgumentException($"graph: there is no {what}; expected at least one");
        }

        foreach (GraphNode node in nodes)
        {
            ArgumentNullException.ThrowIfNull(node, what);
        }
    }
}
