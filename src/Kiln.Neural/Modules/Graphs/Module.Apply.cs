namespace Kiln.Neural;

/// <summary>Layers as the edges of a <see cref="Graph"/>.</summary>
public abstract partial class Module
{
    /// <summary>
    /// A node of a <see cref="Graph"/>: what this layer makes of other nodes. The layer computes a batch of two zeros, so that what does not fit is said here. Applied again, it is
    /// the same layer with the same parameters.
    /// </summary>
    /// <param name="inputs">The nodes, in the layer's order.</param>
    /// <exception cref="ShapeException">The layer does not take these shapes, or loses the batch.</exception>
    /// <exception cref="DTypeException">The layer does not take elements of this type.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    public GraphNode Apply(params ReadOnlySpan<GraphNode> inputs) => GraphBuilder.Apply(this, string.Empty, inputs);

    /// <summary>A node with a name: it stands in messages and in the drawing, and is the layer's part of the paths of its parameters, <c>encoder.weight</c>.</summary>
    /// <param name="name">The name, without points.</param>
    /// <inheritdoc cref="Apply(ReadOnlySpan{GraphNode})"/>
    /// <param name="inputs">The nodes, in the layer's order.</param>
    public GraphNode Apply(string name, params ReadOnlySpan<GraphNode> inputs)
    {
        GraphBuilder.CheckName(name);
        return GraphBuilder.Apply(this, name, inputs);
    }
}
