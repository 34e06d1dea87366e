using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// One pass over the samples: scores, losses, their derivatives and the gradient's sums, tile by tile while the tile's rows are in cache, so that memory is read
/// once. Each group of tiles adds up into sums of its own: the gradient (columns), then the sum of the slopes, then the loss.
/// </summary>
internal readonly unsafe struct LossPass<TLoss>(
    TLoss loss, SampleView x, RowTiling tiling, double* targets, double* weights, double* w, double offset, double* curvatures, double* sums) : ITileBody
    where TLoss : struct, IPointLoss
{
    /// <summary>How many sums a group has beside those of the features.</summary>
    public const int Extra = 2;

    private const int FirstLevelNumbers = 2_560;

    public void Invoke(int tile)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Group<Lanes512<double>>(tile); break;
            case InstructionSet.Avx2: Group<Lanes256<double>>(tile); break;
            case InstructionSet.Vector128: Group<Lanes128<double>>(tile); break;
            default: Group<Lanes1<double>>(tile); break;
        }
    }

    private void Group<L>(int group)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var own = sums + ((nint)group * (x.Columns + Extra));
        new Span<double>(own, x.Columns + Extra).Clear();
        var slopes = stackalloc double[RowTiling.LongestTile];
        var end = Math.Min(tiling.Rows, (group + 1) * tiling.GroupRows);
        var rows = TileRows;
        for (var first = group * tiling.GroupRows; first < end; first += rows)
        {
            var count = Math.Min(rows, end - first);
            TileScores.Forward(x, first, count, w, offset, slopes, isAhead: first == 0 || !IsFetching);
            own[x.Columns + 1] += Losses<L>(first, count, slopes, out var sum);
            own[x.Columns] += sum;
            TileScores.Backward(x, first, count, slopes, own);
        }
    }

    /// <summary>Rows that the first-level cache holds from one product to the other, where they are short enough; otherwise those of the tiling.</summary>
    private int TileRows => x.IsSparse ? tiling.TileRows : Math.Clamp(FirstLevelNumbers / x.Columns / 8 * 8, Math.Min(64, tiling.TileRows), tiling.TileRows);

    /// <summary>
    /// Losses are arithmetic that needs no memory, so the rows of the next tile are asked for meanwhile: both products then find theirs in the second-level cache. Rows
    /// of more numbers than this come too fast for the losses beside them.
    /// </summary>
    private bool IsFetching => !x.IsSparse && x.Columns <= 64;

    // Scores become slopes in place. Targets reach past the last sample; the weights there are 0, so that the last lanes need no care, and a score is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Losses<L>(int first, int count, double* scores, out double slopeSum)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var padded = (count + L.Count - 1) / L.Count * L.Count;
        var last = stackalloc double[L.Count];
        for (var i = count; i < padded; i++)
        {
            scores[i] = 0;
        }

        for (var i = 0; i < L.Count; i++)
        {
            last[i] = padded - L.Count + i < count ? 1 : 0;
        }

        var next = IsFetching ? x.Row(first + TileRows) : null;
        var (start, total, slopes, one) = (0, L.Constant(0), L.Constant(0), L.Constant(1));
        if (typeof(TLoss) == typeof(LogLoss) && weights == null)
        {
            start = count / L.Count * L.Count;
            total = LogLosses.Sum(start, scores, targets + first, curvatures == null ? null : curvatures + first, next, x.Columns, out slopes);
        }

        for (var i = start; i < padded; i += L.Count)
        {
            if (next != null)
            {
                DenseTile.Fetch(next + ((nint)i * x.Columns), L.Count * x.Columns);
            }

            var weight = weights != null ? L.Load(weights + first + i) : i < padded - L.Count ? one : L.Load(last);
            loss.Terms(L.Load(scores + i), L.Load(targets + first + i), out var value, out var slope, out var curvature);
            total = L.MultiplyAdd(value, weight, total);
            slope *= weight;
            slopes += slope;
            L.Store(slope, scores + i);
            if (curvatures != null)
            {
                L.Store(curvature * weight, curvatures + first + i);
            }
        }

        slopeSum = L.Sum(slopes);
        return L.Sum(total);
    }
}
