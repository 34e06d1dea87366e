using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Two-dimensional convolution over channels-last images (cross-correlation, as in every deep-learning library) and its gradients.</summary>
/// <remarks>
/// Any stride, padding, dilation and number of groups. Results have the same bits for any <see cref="WorkerTeam.ThreadCount"/>. The path is chosen
/// by <see cref="InstructionSets.Current"/>.
/// </remarks>
public static partial class Convolution2D
{
    /// <summary>Computes y = activation(conv(x, w) + bias).</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Height, Width, InChannels).</param>
    /// <param name="w">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="bias">Empty, or OutChannels elements.</param>
    /// <param name="y">(Batch, OutHeight, OutWidth, OutChannels); must not overlap the others.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void Forward(
        in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y, Activation activation = Activation.None)
    {
        Check(g, x.Length, w.Length, y.Length);
        if (bias.Length != 0)
        {
            Extents.Length("conv2d", nameof(bias), bias.Length, g.OutChannels);
        }

        fixed (float* px = x, pw = w, pbias = bias, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionForward<float, Vector512<float>, Single512Lanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionForward<float, Vector256<float>, Single256Lanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionForward<float, Vector128<float>, Single128Lanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
                default:
                    ConvolutionForward<float, float, SingleScalarLanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
            }
        }
    }

    /// <summary>Computes the gradient of the input from that of the output.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, OutChannels).</param>
    /// <param name="w">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="gx">(Batch, Height, Width, InChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void InputGradient(in Conv2DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<float> w, Span<float> gx)
    {
        Check(g, gx.Length, w.Length, gy.Length);
        fixed (float* pgy = gy, pw = w, pgx = gx)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionInputGradient<float, Vector512<float>, Single512Lanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionInputGradient<float, Vector256<float>, Single256Lanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionInputGradient<float, Vector128<float>, Single128Lanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
                default:
                    ConvolutionInputGradient<float, float, SingleScalarLanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
            }
        }
    }

    /// <summary>Computes the gradient of the weight from the input and the gradient of the output.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Height, Width, InChannels).</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, OutChannels).</param>
    /// <param name="gw">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void WeightGradient(in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, Span<float> gw)
    {
        Check(g, x.Length, gw.Length, gy.Length);
        fixed (float* px = x, pgy = gy, pgw = gw)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionWeightGradient<float, Vector512<float>, Single512Lanes>.Run(g.Volume, px, pgy, pgw);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionWeightGradient<float, Vector256<float>, Single256Lanes>.Run(g.Volume, px, pgy, pgw);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionWeightGradient<float, Vector128<float>, Single128Lanes>.Run(g.Volume, px, pgy, pgw);
                    break;
                default:
                    ConvolutionWeightGradient<float, float, SingleScalarLanes>.Run(g.Volume, px, pgy, pgw);
                    break;
            }
        }
    }

    private static void Check(in Conv2DGeometry g, long x, long w, long y)
    {
        g.Validate();
        Extents.Length("conv2d", "the input (or its gradient)", x, g.InputCount);
        Extents.Length("conv2d", "the weight (or its gradient)", w, g.WeightCount);
        Extents.Length("conv2d", "the output (or its gradient)", y, g.OutputCount);
    }
}
