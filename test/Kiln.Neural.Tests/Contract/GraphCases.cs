using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Graphs for the contract.</summary>
internal static class GraphCases
{
    internal static Graph Branches(DType type)
    {
        GraphNode x = Graph.Input([6, 4], type, "sequence");
        var shared = new Dense(4, 4, Activation.Tanh, dtype: type);
        GraphNode once = shared.Apply("shared", x);
        GraphNode sum = new Add().Apply(new BatchNorm(4, momentum: 0.9, dtype: type).Apply(shared.Apply(once)), once, x);
        return new Graph(x, new Dense(24, 3, dtype: type).Apply(new Flatten().Apply(sum)));
    }

    internal static Graph TwoInputs(DType type)
    {
        GraphNode a = Graph.Input([5], type);
        GraphNode b = Graph.Input([5], type);
        var encoder = new Dense(5, 3, Activation.Sigmoid, dtype: type);
        return new Graph([a, b], [new Dense(6, 2, dtype: type).Apply("head", new Concatenate().Apply(encoder.Apply(a), encoder.Apply(b)))]);
    }
}
