using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Two-dimensional max pooling over channels-last images and its gradient.</summary>
/// <remarks>Padding never wins. Float runs along the channels in vectors; double, which serves checks of gradients, one element at a time.</remarks>
public static class MaxPooling2D
{
    /// <summary>Computes the largest element of each window. NaN is larger than everything.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Height, Width, Channels).</param>
    /// <param name="y">(Batch, OutHeight, OutWidth, Channels); must not overlap <paramref name="x"/>.</param>
    /// <param name="indices">
    /// Empty, or as long as <paramref name="y"/>: receives, for each element, the pixel of its image (row · Width + column) that it came from; of
    /// equal elements the first.
    /// </param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void Forward(in Pool2DGeometry g, ReadOnlySpan<float> x, Span<float> y, Span<int> indices)
    {
        Check(g, x.Length, y.Length);
        if (indices.Length != 0)
        {
            Extents.Length("max_pool2d", nameof(indices), indices.Length, y.Length);
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

    /// <summary>Computes the gradient of the input: each element of <paramref name="gy"/> is added where its maximum came from.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, Channels).</param>
    /// <param name="indices">What <c>Forward</c> gave.</param>
    /// <param name="gx">(Batch, Height, Width, Channels), overwritten; must not overlap <paramref name="gy"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static unsafe void Backward(in Pool2DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<int> indices, Span<float> gx)
    {
        Check(g, gx.Length, gy.Length);
        Extents.Length("max_pool2d", nameof(indices), indices.Length, gy.Length);
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

    /// <inheritdoc cref="Forward(in Pool2DGeometry, ReadOnlySpan{float}, Span{float}, Span{int})"/>
    public static unsafe void Forward(in Pool2DGeometry g, ReadOnlySpan<double> x, Span<double> y, Span<int> indices)
    {
        Check(g, x.Length, y.Length);
        if (indices.Length != 0)
        {
            Extents.Length("max_pool2d", nameof(indices), indices.Length, y.Length);
        }

        fixed (double* px = x, py = y)
        fixed (int* pindices = indices)
        {
            MaxPooling<double, double, DoubleScalarLanes>.Forward(g, px, py, pindices);
        }
    }

    /// <inheritdoc cref="Backward(in Pool2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    public static unsafe void Backward(in Pool2DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<int> indices, Span<double> gx)
    {
        Check(g, gx.Length, gy.Length);
        Extents.Length("max_pool2d", nameof(indices), indices.Length, gy.Length);
        fixed (double* pgy = gy, pgx = gx)
        fixed (int* pindices = indices)
        {
            MaxPooling<double, double, DoubleScalarLanes>.Backward(g, pgy, pindices, pgx);
        }
    }

    private static void Check(in Pool2DGeometry g, long x, long y)
    {
        g.Validate("max_pool2d");
        Extents.Length("max_pool2d", "the input (or its gradient)", x, g.InputCount);
        Extents.Length("max_pool2d", "the output (or its gradient)", y, g.OutputCount);
    }
}
