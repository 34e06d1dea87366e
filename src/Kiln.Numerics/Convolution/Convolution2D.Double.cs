using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

public static partial class Convolution2D
{
    /// <inheritdoc cref="Forward(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Activation)"/>
    public static unsafe void Forward(
        in Conv2DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> bias, Span<double> y, Activation activation = Activation.None)
    {
        Check(g, x.Length, w.Length, y.Length);
        if (bias.Length != 0)
        {
            Extents.Length("conv2d", nameof(bias), bias.Length, g.OutChannels);
        }

        fixed (double* px = x, pw = w, pbias = bias, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionForward<double, Vector512<double>, Double512Lanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionForward<double, Vector256<double>, Double256Lanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionForward<double, Vector128<double>, Double128Lanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
                default:
                    ConvolutionForward<double, double, DoubleScalarLanes>.Run(g.Volume, px, pw, pbias, py, activation);
                    break;
            }
        }
    }

    /// <inheritdoc cref="InputGradient(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static unsafe void InputGradient(in Conv2DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<double> w, Span<double> gx)
    {
        Check(g, gx.Length, w.Length, gy.Length);
        fixed (double* pgy = gy, pw = w, pgx = gx)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionInputGradient<double, Vector512<double>, Double512Lanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionInputGradient<double, Vector256<double>, Double256Lanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionInputGradient<double, Vector128<double>, Double128Lanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
                default:
                    ConvolutionInputGradient<double, double, DoubleScalarLanes>.Run(g.Volume, pgy, pw, pgx);
                    break;
            }
        }
    }

    /// <inheritdoc cref="WeightGradient(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static unsafe void WeightGradient(in Conv2DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> gy, Span<double> gw)
    {
        Check(g, x.Length, gw.Length, gy.Length);
        fixed (double* px = x, pgy = gy, pgw = gw)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionWeightGradient<double, Vector512<double>, Double512Lanes>.Run(g.Volume, px, pgy, pgw);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionWeightGradient<double, Vector256<double>, Double256Lanes>.Run(g.Volume, px, pgy, pgw);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionWeightGradient<double, Vector128<double>, Double128Lanes>.Run(g.Volume, px, pgy, pgw);
                    break;
                default:
                    ConvolutionWeightGradient<double, double, DoubleScalarLanes>.Run(g.Volume, px, pgy, pgw);
                    break;
            }
        }
    }
}
