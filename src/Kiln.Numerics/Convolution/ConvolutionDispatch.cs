using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Chooses the kernels' copy for the processor's instructions; lengths have been checked.</summary>
internal static unsafe class ConvolutionDispatch
{
    public static void Forward(
        in Conv3DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y, Activation activation)
    {
        fixed (float* px = x, pw = w, pbias = bias, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionForward<float, Vector512<float>, Single512Lanes>.Run(g, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionForward<float, Vector256<float>, Single256Lanes>.Run(g, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionForward<float, Vector128<float>, Single128Lanes>.Run(g, px, pw, pbias, py, activation);
                    break;
                default:
                    ConvolutionForward<float, float, SingleScalarLanes>.Run(g, px, pw, pbias, py, activation);
                    break;
            }
        }
    }

    public static void InputGradient(in Conv3DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<float> w, Span<float> gx)
    {
        fixed (float* pgy = gy, pw = w, pgx = gx)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionInputGradient<float, Vector512<float>, Single512Lanes>.Run(g, pgy, pw, pgx);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionInputGradient<float, Vector256<float>, Single256Lanes>.Run(g, pgy, pw, pgx);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionInputGradient<float, Vector128<float>, Single128Lanes>.Run(g, pgy, pw, pgx);
                    break;
                default:
                    ConvolutionInputGradient<float, float, SingleScalarLanes>.Run(g, pgy, pw, pgx);
                    break;
            }
        }
    }

    public static void WeightGradient(in Conv3DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, Span<float> gw)
    {
        fixed (float* px = x, pgy = gy, pgw = gw)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionWeightGradient<float, Vector512<float>, Single512Lanes>.Run(g, px, pgy, pgw);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionWeightGradient<float, Vector256<float>, Single256Lanes>.Run(g, px, pgy, pgw);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionWeightGradient<float, Vector128<float>, Single128Lanes>.Run(g, px, pgy, pgw);
                    break;
                default:
                    ConvolutionWeightGradient<float, float, SingleScalarLanes>.Run(g, px, pgy, pgw);
                    break;
            }
        }
    }

    public static void Forward(
        in Conv3DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> bias, Span<double> y, Activation activation)
    {
        fixed (double* px = x, pw = w, pbias = bias, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionForward<double, Vector512<double>, Double512Lanes>.Run(g, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionForward<double, Vector256<double>, Double256Lanes>.Run(g, px, pw, pbias, py, activation);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionForward<double, Vector128<double>, Double128Lanes>.Run(g, px, pw, pbias, py, activation);
                    break;
                default:
                    ConvolutionForward<double, double, DoubleScalarLanes>.Run(g, px, pw, pbias, py, activation);
                    break;
            }
        }
    }

    public static void InputGradient(in Conv3DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<double> w, Span<double> gx)
    {
        fixed (double* pgy = gy, pw = w, pgx = gx)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionInputGradient<double, Vector512<double>, Double512Lanes>.Run(g, pgy, pw, pgx);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionInputGradient<double, Vector256<double>, Double256Lanes>.Run(g, pgy, pw, pgx);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionInputGradient<double, Vector128<double>, Double128Lanes>.Run(g, pgy, pw, pgx);
                    break;
                default:
                    ConvolutionInputGradient<double, double, DoubleScalarLanes>.Run(g, pgy, pw, pgx);
                    break;
            }
        }
    }

    public static void WeightGradient(in Conv3DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> gy, Span<double> gw)
    {
        fixed (double* px = x, pgy = gy, pgw = gw)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    ConvolutionWeightGradient<double, Vector512<double>, Double512Lanes>.Run(g, px, pgy, pgw);
                    break;
                case InstructionSet.Avx2:
                    ConvolutionWeightGradient<double, Vector256<double>, Double256Lanes>.Run(g, px, pgy, pgw);
                    break;
                case InstructionSet.Vector128:
                    ConvolutionWeightGradient<double, Vector128<double>, Double128Lanes>.Run(g, px, pgy, pgw);
                    break;
                default:
                    ConvolutionWeightGradient<double, double, DoubleScalarLanes>.Run(g, px, pgy, pgw);
                    break;
            }
        }
    }

    /// <summary>Checks the geometry and the lengths of the operands, or of their gradients.</summary>
    public static void Check(string op, in Conv3DGeometry g, long x, long w, long y)
    {
        g.Validate(op);
        Extents.Length(op, "the input (or its gradient)", x, g.InputCount);
        Extents.Length(op, "the weight (or its gradient)", w, g.WeightCount);
        Extents.Length(op, "the output (or its gradient)", y, g.OutputCount);
    }

    /// <summary>Checks the length of a bias that is there.</summary>
    public static void CheckBias(string op, in Conv3DGeometry g, long bias)
    {
        if (bias != 0)
        {
            Extents.Length(op, "bias", bias, g.OutChannels);
        }
    }
}
