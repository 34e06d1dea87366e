using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>A network as a diagram: the inputs, then a box for each line of its summary that is no container.</summary>
internal static class NetworkDrawing
{
    internal static string Draw(Module network, IReadOnlyList<(string Name, Shape Shape)> inputs, Tensor[] zeros, string title)
    {
        (List<LayerSummary> lines, int[] outputs, _) = SummaryTrace.Run(network, zeros);
        var boxes = new List<DiagramBox>();
        var boxOf = new Dictionary<int, int>();
        for (int i = 0; i < inputs.Count; i++)
        {
            boxOf.Add(-1 - i, boxes.Count);
            boxes.Add(new DiagramBox("Input", inputs[i].Name == "input" ? string.Empty : inputs[i].Name, SummaryTable.BatchShape(inputs[i].Shape), string.Empty, [], Color(null)));
        }

        var containers = new Stack<(int Depth, string Path)>();
        for (int k = 0; k < lines.Count; k++)
        {
            LayerSummary line = lines[k];
            while (containers.TryPeek(out (int Depth, string Path) top) && top.Depth >= line.Depth)
            {
                containers.Pop();
            }

            string path = containers.TryPeek(out (int Depth, string Path) outer) ? $"{outer.Path}.{line.Name}" : line.Name;
            if (k + 1 < lines.Count && lines[k + 1].Depth > line.Depth)
            {
                containers.Push((line.Depth, path));
                continue;
            }

            boxOf.Add(k, boxes.Count);
            string parameters = line.Parameters > 0 ? $"{SummaryTable.Number(line.Parameters)} parameters" : string.Empty;
            boxes.Add(new DiagramBox(
                line.Type, path == "(this)" ? string.Empty : path, SummaryTable.BatchShape(line.OutputShape), parameters, [.. line.Inputs.Where(boxOf.ContainsKey).Select(i => boxOf[i])], Color(line)));
        }

        if (outputs.Length > 1)
        {
            foreach (int output in outputs.Where(boxOf.ContainsKey))
            {
                boxes.Add(new DiagramBox("Output", string.Empty, string.Empty, string.Empty, [boxOf[output]], Color(null)));
            }
        }

        return BoxDiagram.Of(boxes, title, $"{network.GetType().Name} of {lines.Count} layers from {inputs.Count} inputs to {outputs.Length} outputs.").ToSvg();
    }

    /// <summary>What has parameters, what has none, and where the network begins and ends.</summary>
    private static int Color(LayerSummary? line) => line is null ? 2 : line.Parameters > 0 || line.MultiplyAdds > 0 ? 0 : 7;
}
