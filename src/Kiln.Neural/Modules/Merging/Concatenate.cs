namespace Kiln.Neural;

/// <summary>The inputs one behind the other along an axis; on the others their sizes are equal.</summary>
public sealed class Concatenate : MergeModule
{
    /// <summary>Makes the module.</summary>
    /// <param name="axis">The axis; the last, the channels, by default.</param>
    public Concatenate(int axis = -1) => Axis = axis;

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected override Tensor Merge(ReadOnlySpan<Tensor> inputs)
    {
        Shape first = inputs[0].Shape;
        int axis = Axis < 0 ? Axis + first.Rank : Axis;
        if (axis < 0 || axis >= first.Rank)
        {
            throw new ShapeException($"{Label}: inputs of shape {first} have no axis {Axis}");
        }

        for (int i = 1; i < inputs.Length; i++)
        {
            Shape shape = inputs[i].Shape;
            bool fits = shape.Rank == first.Rank;
            for (int k = 0; k < first.Rank && fits; k++)
            {
                fits = k == axis || shape[k] == first[k];
            }

            if (!fits)
            {
                throw new ShapeException($"{Label}: input {i} is {shape}, the first {first}; they may differ on axis {axis} only");
            }
        }

        return inputs.Length == 1 ? inputs[0] : Tensor.Concat(inputs.ToArray(), axis);
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("axis", Axis);
    }
}
