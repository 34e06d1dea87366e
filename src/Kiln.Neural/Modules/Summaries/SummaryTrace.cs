namespace Kiln.Neural;

/// <summary>Passes zeros through a network, layer by layer where it can be taken apart, and notes what each makes.</summary>
internal sealed class SummaryTrace
{
    private readonly List<LayerSummary> _lines = [];
    private readonly HashSet<Parameter> _counted = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, int> _makers = new(ReferenceEqualityComparer.Instance);
    private readonly MultiplyAddCounter _work;
    private readonly int _batch;

    private SummaryTrace(MultiplyAddCounter work, int batch) => (_work, _batch) = (work, batch);

    /// <summary>The lines of a network, and the lines that its outputs come from.</summary>
    internal static (List<LayerSummary> Lines, int[] Outputs, long MultiplyAdds) Run(Module root, Tensor[] inputs)
    {
        using var mode = Mode.Inference();
        using var work = MultiplyAddCounter.Start();
        var trace = new SummaryTrace(work, Math.Max(1, inputs[0].Shape[0]));
        var own = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            own[i] = trace.Made(inputs[i], -1 - i);
        }

        Tensor[] outputs = trace.Inside(root, own, depth: 0) ?? [trace.Line(root, "(this)", own, depth: 0)];
        return (trace._lines, [.. outputs.Select(o => trace._makers[o])], work.Count);
    }

    /// <summary>The layers of a container; null for a module that is one line.</summary>
    private Tensor[]? Inside(Module module, Tensor[] inputs, int depth)
    {
        if (module is Sequential layers && inputs.Length == 1)
        {
            Tensor x = inputs[0];
            foreach (Module layer in layers)
            {
                x = Layer(layer, layer.Name, [x], depth);
            }

            return [x];
        }

        if (module is not Graph graph)
        {
            return null;
        }

        var values = new Tensor[inputs.Length + graph.Steps.Length];
        inputs.CopyTo(values, 0);
        for (int s = 0; s < graph.Steps.Length; s++)
        {
            GraphStep step = graph.Steps[s];
            string name = step.Node.Name.Length > 0 ? step.Node.Name : graph.Children.First(c => ReferenceEquals(c.Module, step.Layer)).Name;
            values[inputs.Length + s] = Layer(step.Layer, name, Array.ConvertAll(step.Inputs, i => values[i]), depth);
        }

        return [.. graph.Results.Select(i => values[i])];
    }

    private Tensor Layer(Module layer, string name, Tensor[] inputs, int depth)
    {
        if (layer is not (Sequential or Graph { Outputs.Count: 1 }))
        {
            return Line(layer, name, inputs, depth);
        }

        int line = _lines.Count;
        _lines.Add(null!);
        long before = _work.Count;
        long parameters = Parameters(layer, count: false);
        Tensor y = Inside(layer, inputs, depth + 1)![0];
        _lines[line] = Describe(layer, name, y, parameters, before, depth, inputs);
        return y;
    }

    private Tensor Line(Module layer, string name, Tensor[] inputs, int depth)
    {
        long before = _work.Count;
        Tensor y = layer.Forward(inputs);
        _lines.Add(Describe(layer, name, y, Parameters(layer, count: true), before, depth, inputs));
        return Made(y, _lines.Count - 1);
    }

    /// <summary>Remembers who made a value; a tensor that is one of the inputs handed on gets an identity of its own.</summary>
    private Tensor Made(Tensor value, int line)
    {
        if (_makers.ContainsKey(value))
        {
            value = value.Copy();
        }

        _makers.Add(value, line);
        return value;
    }

    private LayerSummary Describe(Module layer, string name, Tensor output, long parameters, long before, int depth, Tensor[] inputs) => new(
        name,
        layer.GetType().Name,
        output.Rank == 0 ? Shape.Scalar : new Shape(output.Shape.Sizes[1..]),
        parameters,
        (_work.Count - before) / _batch,
        depth,
        [.. inputs.Select(i => _makers[i])]);

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
