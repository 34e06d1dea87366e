namespace Kiln.Neural;

/// <summary>The largest element of each channel over the whole sequence: (batch, time, channels) → (batch, channels).</summary>
public sealed class GlobalMaxPool1D : GlobalPooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="keepDims">Whether the pooled axes stay with size 1; false by default.</param>
    public GlobalMaxPool1D(bool keepDims = false)
        : base(axes: 1, keepDims)
    {
    }

    private protected override Tensor Apply(Tensor x) => Functional.MaxPool1D(x, new Pool1DOptions { Kernel = x.Shape[1] });
}
