using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>What an event file holds beside curves.</summary>
public sealed partial class EventFileWriter
{
    /// <summary>Writes the distribution of a tensor's elements; those that are not finite are left out.</summary>
    /// <param name="tag">Name of the histogram; a slash groups them.</param>
    /// <param name="values">Numbers of any type.</param>
    /// <param name="step">Step or epoch, at least 0.</param>
    /// <exception cref="FileWriteException">The disk is full or gone.</exception>
    public void Histogram(string tag, Tensor values, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var histogram = new EventHistogram();
        histogram.Add(_reader.Doubles(values.Detach()));
        if (histogram.Count > 0)
        {
            Write(EventProto.HistogramEvent(Now, step, tag, histogram));
        }
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="tag">Name of the picture; a slash groups them.</param>
    /// <param name="image">The picture.</param>
    /// <param name="step">Step or epoch, at least 0.</param>
    /// <exception cref="FileWriteException">The disk is full or gone.</exception>
    public void Image(string tag, Image image, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Write(EventProto.ImageEvent(Now, step, tag, image.Width, image.Height, image.Channels, Png.Encode(image)));
    }

    /// <summary>Writes the graph of a network.</summary>
    /// <param name="nodes">Its nodes.</param>
    /// <exception cref="ArgumentException">Two nodes have the same name, or one takes from a node that there is not.</exception>
    /// <exception cref="FileWriteException">The disk is full or gone.</exception>
    public void Graph(IReadOnlyList<EventGraphNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            ArgumentException.ThrowIfNullOrEmpty(node.Name, nameof(nodes));
            if (!names.Add(node.Name))
            {
                throw new ArgumentException($"event file: two nodes of the graph are named '{node.Name}'", nameof(nodes));
            }
        }

        foreach (var node in nodes)
        {
            if (node.Inputs.FirstOrDefault(i => !names.Contains(i)) is { } missing)
            {
                throw new ArgumentException($"event file: node '{node.Name}' takes from '{missing}', which is no node of the graph", nameof(nodes));
            }
        }

        Write(EventProto.GraphEvent(Now, nodes));
    }
}
