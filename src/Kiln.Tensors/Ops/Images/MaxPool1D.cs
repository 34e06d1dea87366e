using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>The largest element of each window, channel by channel. NaN is larger than everything.</summary>
    /// <param name="x">(batch, time, channels).</param>
    /// <param name="options">The window; null for 2, moved by 2.</param>
    /// <returns>(batch, out time, channels), out = ⌊(in + padding − kernel) / stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">The input is no batch of sequences, or the window is larger than the padded sequence.</exception>
    public static Tensor MaxPool1D(Tensor x, Pool1DOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MaxPool1DOp.Apply(x, options ?? new Pool1DOptions());
    }
}

/// <summary>MaxPool1D's geometry; the rest is in <see cref="PoolingOp"/>.</summary>
internal static class MaxPool1DOp
{
    private static readonly PoolingOp s_op = new("max_pool1d");

    internal static Tensor Apply(Tensor x, Pool1DOptions options)
    {
        Pool3DGeometry g = options.Geometry("max_pool1d", x);
        return s_op.ApplyMax(g, [g.Batch, g.OutWidth, g.Channels], x);
    }
}
