using System.Buffers;
using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Mean and biased variance of each column with one pass over memory: of a block of rows, which stays in the second-level cache, first the mean is taken and then the squared
/// distances from it; the blocks are joined in float64, in order, by the formula of Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances"
/// (1979). As with two passes over everything, rounding errors are those of distances from a mean, not of the numbers.
/// </summary>
internal static unsafe class ColumnMoments
{
    public static void Run<T>(int rows, int channels, T* x, T* mean, T* variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (channels == 0)
        {
            return;
        }

        int blockRows = ColumnSums.BlockRows(channels);
        int blocks = (rows + blockRows - 1) / blockRows;
        T[] rented = ArrayPool<T>.Shared.Rent(checked(blocks * 3 * channels));
        double[] room = ArrayPool<double>.Shared.Rent(2 * channels);
        fixed (T* parts = rented)
        {
            fixed (double* centers = room)
            {
                LaneTeam.Run<Body<T>, T>(blocks, new(rows, channels, blockRows, x, parts));
                double* squares = centers + channels;
                new Span<double>(centers, 2 * channels).Clear();
                for (int block = 0; block < blocks; block++)
                {
                    int start = block * blockRows;
                    Join(channels, start, Math.Min(blockRows, rows - start), x + (nint)start * channels, parts + (nint)block * 3 * channels, centers, squares);
                }

                for (int c = 0; c < channels; c++)
                {
                    mean[c] = T.CreateTruncating(centers[c]);
                    variance[c] = T.CreateTruncating(Math.Max(0, squares[c] / rows));
                }
            }
        }

        ArrayPool<double>.Shared.Return(room);
        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>Adds a block to the means of the rows before it and to the sums of squared distances from those.</summary>
    private static void Join<T>(int channels, int before, int count, T* first, T* parts, double* centers, double* squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double share = count / ((double)before + count), between = before * share, perRow = 1.0 / count;
        T* means = parts + channels, deviations = means + channels;
        for (int c = 0; c < channels; c++)
        {
            // The exact mean, and how far the rounded one that distances were taken from lies beside it.
            double own = double.CreateTruncating(first[c]) + (double.CreateTruncating(parts[c]) * perRow);
            double rounding = own - double.CreateTruncating(means[c]);
            double step = own - centers[c];
            squares[c] += double.CreateTruncating(deviations[c]) - (count * rounding * rounding) + (step * step * between);
            centers[c] += step * share;
        }
    }

    /// <summary>Of a block: the sums of distances from its first row, its rounded means, and the sums of squared distances from those.</summary>
    private readonly struct Body<T>(int rows, int channels, int blockRows, T* x, T* parts) : ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke<L>(int block)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int start = block * blockRows;
            int count = Math.Min(blockRows, rows - start);
            T* first = x + (nint)start * channels;
            T* sums = parts + (nint)block * 3 * channels, mean = sums + channels;

            ColumnSums.Block<ColumnSums.Deviation, L, T>(count, channels, first, first, first, sums);
            for (int c = 0; c < channels; c++)
            {
                mean[c] = T.CreateTruncating(double.CreateTruncating(first[c]) + (double.CreateTruncating(sums[c]) / count));
            }

            ColumnSums.Block<ColumnSums.SquaredDeviation, L, T>(count, channels, first, first, mean, mean + channels);
        }
    }
}
