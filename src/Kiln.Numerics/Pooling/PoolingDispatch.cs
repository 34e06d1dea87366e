using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Chooses the pooling kernels' copy for the processor's instructions, after the checks that all dimensions share.</summary>
internal static unsafe class PoolingDispatch
{
    public static void Max(string op, in Pool3DGeometry g, ReadOnlySpan<float> x, Span<float> y, Span<int> indices)
    {
        Check(op, g, x.Length, y.Length);
        if (indices.Length != 0)
        {
            Extents.Length(op, nameof(indices), indices.Length, y.Length);
        }

        fixed (float* px = x, py = y)
        fixed (int* pindices = indices)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    MaxPooling<float, Vector512<float>, Single512Lanes>.Forward(g, px, py, pindices);
                    break;
                case InstructionSet.Avx2:
                    MaxPooling<float, Vector256<float>, Single256Lanes>.Forward(g, px, py, pindices);
                    break;
                case InstructionSet.Vector128:
                    MaxPooling<float, Vector128<float>, Single128Lanes>.Forward(g, px, py, pindices);
                    break;
                default:
                    MaxPooling<float, float, SingleScalarLanes>.Forward(g, px, py, pindices);
                    break;
            }
        }
    }

    public static void MaxGradient(string op, in Pool3DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<int> indices, Span<float> gx)
    {
        Check(op, g, gx.Length, gy.Length);
        Extents.Length(op, nameof(indices), indices.Length, gy.Length);
        fixed (float* pgy = gy, pgx = gx)
        fixed (int* pindices = indices)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    MaxPooling<float, Vector512<float>, Single512Lanes>.Backward(g, pgy, pindices, pgx);
                    break;
                case InstructionSet.Avx2:
                    MaxPooling<float, Vector256<float>, Single256Lanes>.Backward(g, pgy, pindices, pgx);
                    break;
                case InstructionSet.Vector128:
                    MaxPooling<float, Vector128<float>, Single128Lanes>.Backward(g, pgy, pindices, pgx);
                    break;
                default:
                    MaxPooling<float, float, SingleScalarLanes>.Backward(g, pgy, pindices, pgx);
                    break;
            }
        }
    }

    public static void Average(string op, in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> x, Span<float> y)
    {
        Check(op, g, x.Length, y.Length);
        fixed (float* px = x, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    AveragePooling<float, Vector512<float>, Single512Lanes>.Forward(g, countIncludesPadding, px, py);
                    break;
                case InstructionSet.Avx2:
                    AveragePooling<float, Vector256<float>, Single256Lanes>.Forward(g, countIncludesPadding, px, py);
                    break;
                case InstructionSet.Vector128:
                    AveragePooling<float, Vector128<float>, Single128Lanes>.Forward(g, countIncludesPadding, px, py);
                    break;
                default:
                    AveragePooling<float, float, SingleScalarLanes>.Forward(g, countIncludesPadding, px, py);
                    break;
            }
        }
    }

    public static void AverageGradient(string op, in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> gy, Span<float> gx)
    {
        Check(op, g, gx.Length, gy.Length);
        fixed (float* pgy = gy, pgx = gx)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    AveragePooling<float, Vector512<float>, Single512Lanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
                case InstructionSet.Avx2:
                    AveragePooling<float, Vector256<float>, Single256Lanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
                case InstructionSet.Vector128:
                    AveragePooling<float, Vector128<float>, Single128Lanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
                default:
                    AveragePooling<float, float, SingleScalarLanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
            }
        }
    }

    public static void Max(string op, in Pool3DGeometry g, ReadOnlySpan<double> x, Span<double> y, Span<int> indices)
    {
        Check(op, g, x.Length, y.Length);
        if (indices.Length != 0)
        {
            Extents.Length(op, nameof(indices), indices.Length, y.Length);
        }

        fixed (double* px = x, py = y)
        fixed (int* pindices = indices)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    MaxPooling<double, Vector512<double>, Double512Lanes>.Forward(g, px, py, pindices);
                    break;
                case InstructionSet.Avx2:
                    MaxPooling<double, Vector256<double>, Double256Lanes>.Forward(g, px, py, pindices);
                    break;
                case InstructionSet.Vector128:
                    MaxPooling<double, Vector128<double>, Double128Lanes>.Forward(g, px, py, pindices);
                    break;
                default:
                    MaxPooling<double, double, DoubleScalarLanes>.Forward(g, px, py, pindices);
                    break;
            }
        }
    }

    public static void MaxGradient(string op, in Pool3DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<int> indices, Span<double> gx)
    {
        Check(op, g, gx.Length, gy.Length);
        Extents.Length(op, nameof(indices), indices.Length, gy.Length);
        fixed (double* pgy = gy, pgx = gx)
        fixed (int* pindices = indices)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    MaxPooling<double, Vector512<double>, Double512Lanes>.Backward(g, pgy, pindices, pgx);
                    break;
                case InstructionSet.Avx2:
                    MaxPooling<double, Vector256<double>, Double256Lanes>.Backward(g, pgy, pindices, pgx);
                    break;
                case InstructionSet.Vector128:
                    MaxPooling<double, Vector128<double>, Double128Lanes>.Backward(g, pgy, pindices, pgx);
                    break;
                default:
                    MaxPooling<double, double, DoubleScalarLanes>.Backward(g, pgy, pindices, pgx);
                    break;
            }
        }
    }

    public static void Average(string op, in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> x, Span<double> y)
    {
        Check(op, g, x.Length, y.Length);
        fixed (double* px = x, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    AveragePooling<double, Vector512<double>, Double512Lanes>.Forward(g, countIncludesPadding, px, py);
                    break;
                case InstructionSet.Avx2:
                    AveragePooling<double, Vector256<double>, Double256Lanes>.Forward(g, countIncludesPadding, px, py);
                    break;
                case InstructionSet.Vector128:
                    AveragePooling<double, Vector128<double>, Double128Lanes>.Forward(g, countIncludesPadding, px, py);
                    break;
                default:
                    AveragePooling<double, double, DoubleScalarLanes>.Forward(g, countIncludesPadding, px, py);
                    break;
            }
        }
    }

    public static void AverageGradient(string op, in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> gy, Span<double> gx)
    {
        Check(op, g, gx.Length, gy.Length);
        fixed (double* pgy = gy, pgx = gx)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    AveragePooling<double, Vector512<double>, Double512Lanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
                case InstructionSet.Avx2:
                    AveragePooling<double, Vector256<double>, Double256Lanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
                case InstructionSet.Vector128:
                    AveragePooling<double, Vector128<double>, Double128Lanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
                default:
                    AveragePooling<double, double, DoubleScalarLanes>.Backward(g, countIncludesPadding, pgy, pgx);
                    break;
            }
        }
    }

    private static void Check(string op, in Pool3DGeometry g, long x, long y)
    {
        Extents.Length(op, "the input (or its gradient)", x, g.InputCount);
        Extents.Length(op, "the output (or its gradient)", y, g.OutputCount);
    }
}
