namespace Kiln.Neural;

/// <summary>Passes zeros through a network, layer by layer where it can be taken apart, and notes what each makes.</summary>
internal sealed class SummaryTrace
{
    private readonly HashSet<Parameter> _counted = new(ReferenceEqualityComparer.Instance);

    private SummaryTrace()
    {
    }

    /// <summary>The lines of a network, and the lines that its outputs come from.</summary>
    internal static (List<LayerSummary> Lines, int[] Outputs, long MultiplyAdds) Run(Module root, Tensor[] inputs)
    {
        using var mode = Mode.Inference();
        using var work = MultiplyAddCounter.Start();
        NetworkStructure structure = NetworkStructure.Of(root, inputs.Length);
        return (new SummaryTrace().Run(structure.Lines, inputs, work), structure.Outputs, work.Count);
    }

    private List<LayerSummary> Run(IReadOnlyList<NetworkLine> lines, Tensor[] inputs, MultiplyAddCounter work)
    {
        int batch = Math.Max(1, inputs[0].Shape[0]);
        var values = new Tensor?[lines.Count];
        var parameters = new long[lines.Count];
        var multiplyAdds = new long[lines.Count];
        for (int k = 0; k < lines.Count; k++)
        {
            NetworkLine line = lines[k];
            bool container = line.End > k + 1 || line.Result != k;
            parameters[k] = Parameters(line.Layer, count: !container); // Those of a container are counted where its layers are.
            if (!container)
            {
                long before = work.Count;
                values[k] = Forward(line);
                multiplyAdds[k] = (work.Count - before) / batch;
            }
        }

        var summaries = new List<LayerSummary>(lines.Count);
        for (int k = 0; k < lines.Count; k++)
        {
            NetworkLine line = lines[k];
            Tensor output = Value(line.Result);
            summaries.Add(new LayerSummary(
                line.Name,
                line.Layer.GetType().Name,
                output.Rank == 0 ? Shape.Scalar : new Shape(output.Shape.Sizes[1..]),
                parameters[k],
                multiplyAdds.AsSpan(k, line.End - k).ToArray().Sum(),
                line.Depth,
                line.Inputs));
        }

        return summaries;

        Tensor Value(int line) => line < 0 ? inputs[-1 - line] : values[line]!;

        Tensor Forward(NetworkLine line)
        {
            try
            {
                return line.Layer.Forward(Array.ConvertAll(line.Inputs, i => Value(i)));
            }
            catch (ShapeException error) when (line.Inputs is [>= 0 and var from] && InputSource.IsAtFault(line.Layer, error))
            {
                throw InputSource.Named(error, lines[from].Layer);
            }
        }
    }

    private long Parameters(Module layer, bool count)
    {
        long sum = 0;
        foreach ((_, Parameter parameter) in layer.NamedParameters())
        {
            if (count ? _counted.Add(parameter) : !_counted.Contains(parameter))
            {
                sum += parameter.Shape.ElementCount;
            }
        }

        return sum;
    }
}
