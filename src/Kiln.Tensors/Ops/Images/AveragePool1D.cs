using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>The mean of each window, channel by channel.</summary>
    /// <param name="x">(batch, time, channels).</param>
    /// <param name="options">The window; null for 2, moved by 2.</param>
    /// <returns>(batch, out time, channels), out = ⌊(in + padding − kernel) / stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">The input is no batch of sequences, or the window is larger than the padded sequence.</exception>
    public static Tensor AveragePool1D(Tensor x, Pool1DOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return AveragePool1DOp.Apply(x, options ?? new Pool1DOptions());
    }
}

/// <summary>AveragePool1D's geometry; the rest is in <see cref="PoolingOp"/>.</summary>
internal static class AveragePool1DOp
{
    private static readonly PoolingOp s_op = new("average_pool1d");

    internal static Tensor Apply(Tensor x, Pool1DOptions options)
    {
        Pool3DGeometry g = options.Geometry("average_pool1d", x);
        return s_op.ApplyAverage(g, [g.Batch, g.OutWidth, g.Channels], options.CountIncludesPadding, x);
    }
}
