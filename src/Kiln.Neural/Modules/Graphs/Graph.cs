namespace Kiln.Neural;

/// <summary>
/// Layers joined into a network with any number of inputs and outputs, branches, and layers that are used several times. Layers are applied to nodes, beginning with
/// <see cref="Input"/>; a graph is what lies between some of them.
/// </summary>
/// <remarks>
/// A layer applied twice stands in the graph twice and is registered once: its parameters are shared. Paths of parameters begin with the name a layer was first applied with
/// (<c>encoder.weight</c>) or, without one, with a number (<c>layers.0.weight</c>). Layers may belong to several graphs: one from image to code, one from image to class.
/// </remarks>
/// <example>
/// <code>
/// var left = Graph.Input([784], name: "left");
/// var right = Graph.Input([784], name: "right");
/// var encoder = new Dense(784, 64, Activation.ReLU);
/// var both = new Concatenate().Apply(encoder.Apply("encoder", left), encoder.Apply(right));
/// var same = new Dense(128, 1).Apply("same", both);
/// var network = new Graph(inputs: [left, right], outputs: [same]);
/// </code>
/// </example>
public sealed partial class Graph : Module
{
    private readonly GraphNode[] _inputs;
    private readonly GraphNode[] _outputs;
    private readonly GraphNode[] _nodes;
    private readonly GraphStep[] _steps;
    private readonly int[] _results;
    private readonly int[] _uses;
    private readonly ModuleList<Module> _layers;

    /// <summary>A network of everything between some nodes and others.</summary>
    /// <param name="inputs">Where it begins: nodes of <see cref="Input"/>, or any others that all ways from the outputs back lead to.</param>
    /// <param name="outputs">Where it ends.</param>
    /// <exception cref="ArgumentException">An input is unused or missing, or two layers have one name.</exception>
    public Graph(IReadOnlyList<GraphNode> inputs, IReadOnlyList<GraphNode> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        (_inputs, _outputs) = ([.. inputs], [.. outputs]);
        _nodes = GraphBuilder.Order(_inputs, _outputs);
        InputNames = [.. _inputs.Select(i => i.Name)];
        OutputNames = GraphBuilder.OutputNames(_outputs);
        _layers = ChildList<Module>("layers");
        RegisterLayers();

        var slots = new Dictionary<GraphNode, int>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in _inputs.Concat(_nodes))
        {
            slots.Add(node, slots.Count);
        }

        _uses = new int[slots.Count];
        _steps = [.. _nodes.Select(n => new GraphStep(n, [.. n.Inputs.Select(i => slots[i])]))];
        _results = [.. _outputs.Select(o => slots[o])];
        var last = new int[slots.Count];
        for (int s = 0; s < _steps.Length; s++)
        {
            foreach (int slot in _steps[s].Inputs)
            {
                _uses[slot]++;
                last[slot] = s;
            }
        }

        foreach (int slot in _results)
        {
            _uses[slot] += 2; // Never somebody's alone, and never let go.
            last[slot] = -1;
        }

        for (int s = 0; s < _steps.Length; s++)
        {
            _steps[s] = _steps[s] with { LetGo = [.. _steps[s].Inputs.Distinct().Where(slot => last[slot] == s)] };
        }
    }

    /// <summary>A network from one node to another.</summary>
    /// <param name="input">Where it begins.</param>
    /// <param name="output">Where it ends.</param>
    /// <exception cref="ArgumentException">The output does not depend on the input, or depends on others too.</exception>
    public Graph(GraphNode input, GraphNode output)
        : this([input], [output])
    {
    }

    /// <summary>Where the network begins.</summary>
    public IReadOnlyList<GraphNode> Inputs => _inputs;

    /// <summary>Where the network ends.</summary>
    public IReadOnlyList<GraphNode> Outputs => _outputs;

    /// <summary>What the layers make on the way, in the order of computation; the outputs are among them.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>The names of the inputs; empty text for one without.</summary>
    public override IReadOnlyList<string> InputNames { get; }

    /// <summary>The names of the outputs; <c>output_0</c>, <c>output_1</c>, … where one of several has none. A single output without a name has none here.</summary>
    public override IReadOnlyList<string> OutputNames { get; }

    internal override bool MayHoldTensors => Array.Exists(_steps, s => s.Layer.MayHoldTensors);

    /// <summary>An input of a graph.</summary>
    /// <param name="shape">The shape of one item, without the batch: <c>[28, 28, 1]</c>.</param>
    /// <param name="dtype">The type of its elements; a graph takes any floating-point type for a floating-point one, any other for an integer.</param>
    /// <param name="name">Its name in messages and in the drawing; none by default.</param>
    /// <param name="anySize">Whether items of other sizes (sequences of any length) are taken, as long as the layers take them.</param>
    public static GraphNode Input(Shape shape, DType dtype = DType.Float32, string name = "", bool anySize = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 0)
        {
            GraphBuilder.CheckName(name);
        }

        return new GraphNode(name, layer: null, [], shape, dtype, anySize);
    }

    /// <summary>
    /// Applies the whole network to other nodes and gives a node for each of its outputs; its layers become those of the new graph, parameters shared.
    /// <see cref="Module.Apply(ReadOnlySpan{GraphNode})"/> makes one node of a network with one output.
    /// </summary>
    /// <param name="inputs">A node for each input.</param>
    /// <exception cref="ArgumentException">There are too few or too many, or a layer does not take one.</exception>
    public IReadOnlyList<GraphNode> ApplyAll(params ReadOnlySpan<GraphNode> inputs)
    {
        CheckCount(inputs.Length);
        var nodes = new GraphNode[_uses.Length];
        inputs.CopyTo(nodes);
        for (int s = 0; s < _steps.Length; s++)
        {
            nodes[_inputs.Length + s] = GraphBuilder.Apply(_steps[s].Layer, _nodes[s].Name, Array.ConvertAll(_steps[s].Inputs, i => nodes[i]));
        }

        return Array.ConvertAll(_results, i => nodes[i]);
    }

    private void RegisterLayers()
    {
        var known = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in _nodes)
        {
            Module layer = node.Layer!;
            if (!known.Add(layer))
            {
                continue;
            }

            string? name = Array.Find(_nodes, n => ReferenceEquals(n.Layer, layer) && n.Name.Length > 0)?.Name;
            if (name is null)
            {
                _layers.Add(layer);
            }
            else
            {
                Child(name, layer);
            }
        }
    }
}

/// <summary>A layer to run.</summary>
/// <param name="Node">What it makes.</param>
/// <param name="Inputs">Where the values it takes stand: the graph's inputs first, then the results of the steps.</param>
internal readonly record struct GraphStep(GraphNode Node, int[] Inputs)
{
    internal Module Layer => Node.Layer!;

    /// <summary>The values that nobody needs after this step.</summary>
    internal int[] LetGo { get; init; } = [];
}
