using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// A value in a <see cref="Graph"/> in the making: an input, or what a layer makes of other nodes. It knows its shape; it holds no numbers. A node is made of nodes that
/// exist, so no cycle can be drawn.
/// </summary>
public sealed class GraphNode
{
    private static long s_made;

    private readonly GraphNode[] _inputs;

    internal GraphNode(string name, Module? layer, GraphNode[] inputs, Shape shape, DType dtype, bool anySize = false)
    {
        (Name, Layer, _inputs, Shape, DType, AnySize) = (name, layer, inputs, shape, dtype, anySize);
        Sequence = Interlocked.Increment(ref s_made);
    }

    /// <summary>The name it was given; empty without one.</summary>
    public string Name { get; }

    /// <summary>The layer that makes it; null for an input.</summary>
    public Module? Layer { get; }

    /// <summary>What the layer makes it of, in the layer's order; empty for an input.</summary>
    public IReadOnlyList<GraphNode> Inputs => _inputs;

    /// <summary>The shape of one item, without the batch.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>For an input: whether other sizes are welcome as long as the layers take them.</summary>
    public bool AnySize { get; }

    /// <summary>Grows with each node made: a node's inputs have smaller ones.</summary>
    internal long Sequence { get; }

    internal string BatchShape => Shape.Rank == 0 ? "(B)" : $"(B, {string.Join(", ", Shape.ToArray().Select(n => n.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>What it is and its shape: <c>'image' (B, 28, 28, 1)</c>, <c>Dense (B, 10)</c>.</summary>
    public override string ToString() => $"{(Name.Length > 0 ? $"'{Name}'" : Layer?.GetType().Name ?? "input")} {BatchShape}";

    /// <summary>With its layer and inputs: <c>'code' (Dense, of 'image' (B, 784))</c>.</summary>
    internal string Describe() =>
        $"{(Name.Length > 0 ? $"node '{Name}': " : string.Empty)}{Layer?.GetType().Name ?? "input"} of {string.Join(" and ", _inputs.Select(i => i.ToString()))}";
}
