namespace Kiln.Neural;

/// <summary>What merges element by element share: inputs of one shape, or of shapes that broadcast, taken two at a time from the first on.</summary>
public abstract class ElementwiseMerge : MergeModule
{
    private protected ElementwiseMerge(int least = 1, int most = int.MaxValue)
        : base(least, most)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Merge(ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = inputs[0];
        for (int i = 1; i < inputs.Length; i++)
        {
            Tensor x = inputs[i];
            if (x.Shape != y.Shape)
            {
                Check(y, x, i);
            }

            Tensor next = Pair(y, x);
            if (i > 1)
            {
                TensorMarshal.HandOver(y, next);
            }

            y = next;
        }

        return y;
    }

    private protected abstract Tensor Pair(Tensor left, Tensor right);

    private void Check(Tensor left, Tensor right, int index)
    {
        bool fits = true;
        for (int i = 1; i <= Math.Min(left.Rank, right.Rank); i++)
        {
            fits &= left.Shape[-i] == right.Shape[-i] || left.Shape[-i] == 1 || right.Shape[-i] == 1;
        }

        if (!fits)
        {
            throw new ShapeException($"{Label}: input {index} is {right.Shape}, those before are {left.Shape}; expected the same shape, or 1 where an axis is to be stretched");
        }
    }
}
