namespace Kiln.Neural;

/// <summary>The largest element of each channel over the whole volume: (batch, depth, height, width, channels) → (batch, channels).</summary>
public sealed class GlobalMaxPool3D : GlobalPooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="keepDims">Whether the pooled axes stay with size 1; false by default.</param>
    public GlobalMaxPool3D(bool keepDims = false)
        : base(axes: 3, keepDims)
    {
    }

    private protected override Tensor Apply(Tensor x) => Functional.MaxPool3D(x, new Pool3DOptions { Kernel = (x.Shape[1], x.Shape[2], x.Shape[3]) });
}
