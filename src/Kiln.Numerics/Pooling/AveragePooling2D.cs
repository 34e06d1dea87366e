using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Two-dimensional average pooling over channels-last images and its gradient.</summary>
public static class AveragePooling2D
{
    /// <summary>Computes the mean of each window.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="countIncludesPadding">Whether padding counts as zeros (divide by the window's area) or not at all (divide by what lies inside).</param>
    /// <param name="x">(Batch, Height, Width, Channels).</param>
    /// <param name="y">(Batch, OutHeight, OutWidth, Channels); must not overlap <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void Forward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> x, Span<float> y)
    {
        Check(g, x.Length, y.Length);
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

    /// <summary>Computes the gradient of the input: each element of <paramref name="gy"/> is shared evenly over its window.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="countIncludesPadding">As in the forward direction.</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, Channels).</param>
    /// <param name="gx">(Batch, Height, Width, Channels), overwritten; must not overlap <paramref name="gy"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void Backward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> gy, Span<float> gx)
    {
        Check(g, gx.Length, gy.Length);
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

    /// <inheritdoc cref="Forward(in Pool2DGeometry, bool, ReadOnlySpan{float}, Span{float})"/>
    public static unsafe void Forward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> x, Span<double> y)
    {
        Check(g, x.Length, y.Length);
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

    /// <inheritdoc cref="Backward(in Pool2DGeometry, bool, ReadOnlySpan{float}, Span{float})"/>
    public static unsafe void Backward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> gy, Span<double> gx)
    {
        Check(g, gx.Length, gy.Length);
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

    private static void Check(in Pool2DGeometry g, long x, long y)
    {
        g.Validate("average_pool2d");
        Extents.Length("average_pool2d", "the input (or its gradient)", x, g.InputCount);
        Extents.Length("average_pool2d", "the output (or its gradient)", y, g.OutputCount);
    }
}
