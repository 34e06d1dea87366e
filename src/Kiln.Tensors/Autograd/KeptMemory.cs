namespace Kiln.Tensors;

/// <summary>What a graph keeps in memory for its backward pass.</summary>
public static class KeptMemory
{
    /// <summary>
    /// The bytes of all tensors that the operations behind some results saved for their gradients, each memory once. Parameters, which are there anyway, are not counted.
    /// </summary>
    /// <param name="results">Recorded results; one that was not recorded keeps nothing.</param>
    /// <param name="parameters">The parameters of the network.</param>
    public static long Bytes(IReadOnlyList<Tensor> results, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(parameters);
        var counted = new HashSet<Storage>(parameters.Select(p => p.Value.Storage), ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Node>();
        foreach (Tensor result in results)
        {
            Visit(result.Node);
        }

        long bytes = 0;
        while (waiting.TryPop(out Node? node))
        {
            foreach (Tensor? saved in node.SavedTensors)
            {
                if (saved is not null && counted.Add(saved.Storage))
                {
                    bytes += saved.Storage.ByteLength;
                }
            }

            foreach (Edge edge in node.Inputs)
            {
                Visit(edge.Node);
            }
        }

        GC.KeepAlive(results);
        return bytes;

        void Visit(Node? node)
        {
            if (node is not null && seen.Add(node))
            {
                waiting.Push(node);
            }
        }
    }
}
