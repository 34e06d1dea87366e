using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Chooses the kernels' copy for the processor's instructions; lengths have been checked.</summary>
internal static unsafe class PooledConvolutionDispatch
{
    // The choice is the same on every processor.
    public static bool Suits<T>(in Conv3DGeometry g) =>
        typeof(T) == typeof(float) ? PooledConvolution<float, float, SingleScalarLanes>.Suits(g)
        : typeof(T) == typeof(double) ? PooledConvolution<double, double, DoubleScalarLanes>.Suits(g)
        : throw new ArgumentException($"pooled conv2d: elements are {typeof(T).Name}; expected Single or Double.");

    public static void Forward(
        in Conv3DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y, Span<int> winners, Activation activation)
    {
        fixed (float* px = x, pw = w, pbias = bias, py = y)
        fixed (int* pwinners = winners)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    PooledConvolution<float, Vector512<float>, Single512Lanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
                case InstructionSet.Avx2:
                    PooledConvolution<float, Vector256<float>, Single256Lanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
                case InstructionSet.Vector128:
                    PooledConvolution<float, Vector128<float>, Single128Lanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
                default:
                    PooledConvolution<float, float, SingleScalarLanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
            }
        }
    }

    public static void InputGradient(in Conv3DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<int> winners, ReadOnlySpan<float> w, Span<float> gx)
    {
        fixed (float* pgy = gy, pw = w, pgx = gx)
        fixed (int* pwinners = winners)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    PooledConvolution<float, Vector512<float>, Single512Lanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
                case InstructionSet.Avx2:
                    PooledConvolution<float, Vector256<float>, Single256Lanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
                case InstructionSet.Vector128:
                    PooledConvolution<float, Vector128<float>, Single128Lanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
                default:
                    PooledConvolution<float, float, SingleScalarLanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
            }
        }
    }

    public static void WeightGradient(in Conv3DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, ReadOnlySpan<int> winners, Span<float> gw)
    {
        fixed (float* px = x, pgy = gy, pgw = gw)
        fixed (int* pwinners = winners)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    PooledConvolution<float, Vector512<float>, Single512Lanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
                case InstructionSet.Avx2:
                    PooledConvolution<float, Vector256<float>, Single256Lanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
                case InstructionSet.Vector128:
                    PooledConvolution<float, Vector128<float>, Single128Lanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
                default:
                    PooledConvolution<float, float, SingleScalarLanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
            }
        }
    }

    public static void Forward(
        in Conv3DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> bias, Span<double> y, Span<int> winners, Activation activation)
    {
        fixed (double* px = x, pw = w, pbias = bias, py = y)
        fixed (int* pwinners = winners)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    PooledConvolution<double, Vector512<double>, Double512Lanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
                case InstructionSet.Avx2:
                    PooledConvolution<double, Vector256<double>, Double256Lanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
                case InstructionSet.Vector128:
                    PooledConvolution<double, Vector128<double>, Double128Lanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
                default:
                    PooledConvolution<double, double, DoubleScalarLanes>.Forward(g, px, pw, pbias, py, pwinners, activation);
                    break;
            }
        }
    }

    public static void InputGradient(in Conv3DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<int> winners, ReadOnlySpan<double> w, Span<double> gx)
    {
        fixed (double* pgy = gy, pw = w, pgx = gx)
        fixed (int* pwinners = winners)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    PooledConvolution<double, Vector512<double>, Double512Lanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
                case InstructionSet.Avx2:
                    PooledConvolution<double, Vector256<double>, Double256Lanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
                case InstructionSet.Vector128:
                    PooledConvolution<double, Vector128<double>, Double128Lanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
                default:
                    PooledConvolution<double, double, DoubleScalarLanes>.InputGradient(g, pgy, pwinners, pw, pgx);
                    break;
            }
        }
    }

    public static void WeightGradient(in Conv3DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> gy, ReadOnlySpan<int> winners, Span<double> gw)
    {
        fixed (double* px = x, pgy = gy, pgw = gw)
        fixed (int* pwinners = winners)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    PooledConvolution<double, Vector512<double>, Double512Lanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
                case InstructionSet.Avx2:
                    PooledConvolution<double, Vector256<double>, Double256Lanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
                case InstructionSet.Vector128:
                    PooledConvolution<double, Vector128<double>, Double128Lanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
                default:
                    PooledConvolution<double, double, DoubleScalarLanes>.WeightGradient(g, px, pgy, pwinners, pgw);
                    break;
            }
        }
    }
}
