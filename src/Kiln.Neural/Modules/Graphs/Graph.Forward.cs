namespace Kiln.Neural;

/// <summary>The computation.</summary>
public sealed partial class Graph
{
    /// <summary>Computes the only output from the only input.</summary>
    /// <param name="x">The input, with the batch as its first axis.</param>
    /// <exception cref="ArgumentException">The graph has several inputs or outputs.</exception>
    /// <exception cref="ShapeException">The input has another shape than was said.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Single([x]);
    }

    /// <summary>Computes the only output.</summary>
    /// <param name="inputs">The inputs in the graph's order, each with the batch as its first axis.</param>
    /// <exception cref="ArgumentException">There are too few or too many inputs, or the graph has several outputs: see <see cref="ForwardAll"/>.</exception>
    /// <exception cref="ShapeException">An input has another shape than was said.</exception>
    public override Tensor Forward(params ReadOnlySpan<Tensor> inputs) => Single(inputs);

    /// <summary>Computes all outputs.</summary>
    /// <param name="inputs">The inputs in the graph's order, each with the batch as its first axis.</param>
    /// <returns>The outputs in the graph's order.</returns>
    /// <exception cref="ArgumentException">There are too few or too many inputs.</exception>
    /// <exception cref="ShapeException">An input has another shape than was said.</exception>
    public override Tensor[] ForwardAll(params ReadOnlySpan<Tensor> inputs)
    {
        Check(inputs);
        var values = new Tensor?[_uses.Length];
        var ours = new bool[_uses.Length]; // Whether a value was made here, by a layer that let go of it, and is no view of somebody else's.
        OutputObserver? observer = OutputObserver.Current;
        inputs.CopyTo(values!);
        for (int s = 0; s < _steps.Length; s++)
        {
            ref readonly GraphStep step = ref _steps[s];
            Tensor y = Run(step, values);
            observer?.Report(step.Layer, values[step.Inputs[0]]!, y);
            bool letsGo = !step.Layer.MayHoldTensors;
            bool own = letsGo;
            foreach (int i in step.Inputs)
            {
                Tensor x = values[i]!;
                bool alone = ours[i] && _uses[i] == 1;
                own &= alone || !TensorMarshal.ShareMemory(x, y);
                if (letsGo && alone)
                {
                    TensorMarshal.HandOver(x, y);
                }
            }

            foreach (int i in step.LetGo)
            {
                values[i] = null;
            }

            values[_inputs.Length + s] = y;
            ours[_inputs.Length + s] = own;
        }

        return Array.ConvertAll(_results, i => values[i]!);
    }

    /// <summary>Computes one value of a step, and says which when it fails.</summary>
    internal Tensor Run(in GraphStep step, Tensor?[] values)
    {
        try
        {
            return step.Inputs.Length == 1 ? step.Layer.Forward(values[step.Inputs[0]]!) : step.Layer.Forward(Array.ConvertAll(step.Inputs, i => values[i]!));
        }
        catch (ArgumentException error) when (error is ShapeException or DTypeException)
        {
            throw GraphBuilder.Because($"{Label}, {step.Node.Describe()}", error);
        }
    }

    internal GraphStep[] Steps => _steps;

    internal int[] Results => _results;

    private Tensor Single(ReadOnlySpan<Tensor> inputs) => _outputs.Length == 1
        ? ForwardAll(inputs)[0]
        : throw new ArgumentException($"{Label}: has {_outputs.Length} outputs ({string.Join(", ", _outputs.Select(o => o.ToString()))}); ForwardAll gives them all");

    private void Check(ReadOnlySpan<Tensor> inputs)
    {
        CheckCount(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor x = inputs[i];
            GraphNode node = _inputs[i];
            ArgumentNullException.ThrowIfNull(x, nameof(inputs));
            string place = $"{Label}: input {i}{(node.Name.Length > 0 ? $" '{node.Name}'" : string.Empty)}";
            if (x.DType.IsFloatingPoint() != node.DType.IsFloatingPoint())
            {
                throw new DTypeException($"{place} is {x.DType.Name()} {x.Shape}; expected {node.DType.Name()} {node.BatchShape}: convert it with x.To(DType.{node.DType})");
            }

            bool fits = x.Rank == node.Shape.Rank + 1 && (node.AnySize || x.Shape.Sizes[1..].SequenceEqual(node.Shape.Sizes));
            if (!fits)
            {
                string hint = x.Shape == node.Shape ? "; add the batch axis with x.ExpandDims(0)" : string.Empty;
                throw new ShapeException($"{place}: expected {node.BatchShape}, got {x.Shape}{hint}");
            }

            if (x.Shape[0] != inputs[0].Shape[0])
            {
                throw new ShapeException($"{place} has {x.Shape[0]} items {x.Shape}, input 0 has {inputs[0].Shape[0]} {inputs[0].Shape}; all inputs of a batch have the same number");
            }
        }
    }

    private void CheckCount(int count)
    {
        if (count != _inputs.Length)
        {
            throw new ArgumentException(
                $"{Label}: takes {_inputs.Length} {(_inputs.Length == 1 ? "input" : "inputs")} ({string.Join(", ", _inputs.Select(i => i.ToString()))}), got {count}");
        }
    }
}
