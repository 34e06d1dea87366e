namespace Kiln.Neural;

/// <summary>The mean of the inputs, element by element: Keras's Average.</summary>
public sealed class Mean : ElementwiseMerge
{
    /// <inheritdoc/>
    protected override Tensor Merge(ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor x in inputs)
        {
            InputChecks.FloatingPoint(Label, x);
        }

        return inputs.Length == 1 ? inputs[0] : base.Merge(inputs) * (1.0 / inputs.Length);
    }

    private protected override Tensor Pair(Tensor left, Tensor right) => left + right;
}
