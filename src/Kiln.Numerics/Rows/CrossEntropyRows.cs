using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The passes over the logits behind <see cref="SoftmaxCrossEntropyRows"/>.</summary>
internal static unsafe class CrossEntropyRows
{
    private const int TileElements = 16384;

    /// <summary>log Σ exp(x) and the loss by row.</summary>
    public static void Run<T>(int rows, int classes, T* logits, ClassTargets<T> targets, T* logSums, T* losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LaneTeam.Run<ForwardBody<T>, T>(Tiles(rows, classes, out int perTile), new(logits, null, targets, logSums, losses, rows, classes, perTile));

    /// <summary>log Σ exp(x) and, for target rows t, the losses Σ t · (log Σ exp(x) − x).</summary>
    public static void Run<T>(int rows, int classes, T* logits, T* targets, T* logSums, T* losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LaneTeam.Run<ForwardBody<T>, T>(Tiles(rows, classes, out int perTile), new(logits, targets, default, logSums, losses, rows, classes, perTile));

    /// <summary>The gradient by row, for class targets.</summary>
    public static void RunBackward<T>(int rows, int classes, T* logits, ClassTargets<T> targets, T* logSums, T* gradients, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LaneTeam.Run<BackwardBody<T>, T>(Tiles(rows, classes, out int perTile), new(logits, null, targets, logSums, gradients, result, rows, classes, perTile));

    /// <summary>(exp(x − logSum) · Σ t − t) · g by row.</summary>
    public static void RunBackward<T>(int rows, int classes, T* logits, T* targets, T* logSums, T* gradients, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LaneTeam.Run<BackwardBody<T>, T>(Tiles(rows, classes, out int perTile), new(logits, targets, default, logSums, gradients, result, rows, classes, perTile));

    private static int Tiles(int rows, int classes, out int rowsPerTile)
    {
        rowsPerTile = Math.Max(1, TileElements / Math.Max(1, classes));
        return (rows + rowsPerTile - 1) / rowsPerTile;
    }

    private readonly struct ForwardBody<T>(
        T* logits, T* rowsOfTargets, ClassTargets<T> targets, T* logSums, T* losses, int rows, int classes, int rowsPerTile) : ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int end = Math.Min(rows, (tile + 1) * rowsPerTile);
            for (int row = tile * rowsPerTile; row < end; row++)
            {
                T* x = logits + (nint)row * classes;
                T max = RowSums.Max<L, T>(x, classes);
                T log = T.Log(RowSums.SumExp<L, T>(x, max, classes));
                logSums[row] = max + log;

                // lse − x as (max − x) + log Σ: the large terms cancel before they are rounded.
                if (rowsOfTargets != null)
                {
                    losses[row] = WeightedLoss<L, T>(x, rowsOfTargets + (nint)row * classes, max, log, classes);
                    continue;
                }

                if (targets.IsIgnored(row))
                {
                    losses[row] = T.Zero;
                    continue;
                }

                long target = targets.Targets[row];
                T loss = max - x[target] + log;
                if (targets.Spread != T.Zero || targets.Weights != null)
                {
                    loss *= targets.Share * targets.WeightOf(target);
                    if (targets.Spread != T.Zero)
                    {
                        loss += targets.Spread * WeightedLoss<L, T>(x, targets.Weights, max, log, classes);
                    }
                }

                losses[row] = loss;
            }
        }
    }

    // Σ t (max − x + log), with ones for t where it is null.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T WeightedLoss<L, T>(T* x, T* t, T max, T log, int classes)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L m = L.Broadcast(max);
        L g = L.Broadcast(log);
        L sum = L.Constant(0);
        int i = 0;
        if (t == null)
        {
            for (; i <= classes - L.Count; i += L.Count)
            {
                sum += m - L.Load(x + i) + g;
            }

            T total = L.Sum(sum);
            for (; i < classes; i++)
            {
                total += max - x[i] + log;
            }

            return total;
        }

        for (; i <= classes - L.Count; i += L.Count)
        {
            sum = L.MultiplyAdd(L.Load(t + i), m - L.Load(x + i) + g, sum);
        }

        if (i < classes)
        {
            int n = classes - i;
            sum = L.MultiplyAdd(Tail.Load<L, T>(t + i, n, T.Zero), m - Tail.Load<L, T>(x + i, n, max) + g, sum);
        }

        return L.Sum(sum);
    }

    private readonly struct BackwardBody<T>(
        T* logits, T* rowsOfTargets, ClassTargets<T> targets, T* logSums, T* gradients, T* result, int rows, int classes, int rowsPerTile) : ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int end = Math.Min(rows, (tile + 1) * rowsPerTile);
            for (int row = tile * rowsPerTile; row < end; row++)
            {
                nint at = (nint)row * classes;
                T g = gradients[row];
                if (rowsOfTargets != null)
                {
                    T* t = rowsOfTargets + at;
                    Row<L, T>(logits + at, logSums[row], RowSums.Sum<L, T>(t, classes) * g, t, g, result + at, classes);
                }
                else if (targets.IsIgnored(row))
                {
                    new Span<T>(result + at, classes).Clear();
                }
                else
                {
                    long target = targets.Targets[row];
                    T share = targets.Share * targets.WeightOf(target);
                    T spread = targets.Spread * g;
                    T whole = (share + targets.Spread * targets.TotalWeight) * g;
                    if (spread == T.Zero)
                    {
                        Row<L, T>(logits + at, logSums[row], whole, null, T.Zero, result + at, classes);
                    }
                    else if (targets.Weights == null)
                    {
                        Row<L, T>(logits + at, logSums[row], whole, null, spread, result + at, classes);
                    }
                    else
                    {
                        Row<L, T>(logits + at, logSums[row], whole, targets.Weights, spread, result + at, classes);
                    }

                    result[at + (nint)target] -= share * g;
                }
            }
        }
    }

    // d = exp(x − logSum) · scale − t · g, with ones for t where it is null.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<L, T>(T* x, T logSum, T scale, T* t, T g, T* d, int classes)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L shift = L.Broadcast(logSum);
        L weight = L.Broadcast(scale);
        L minusG = L.Broadcast(-g);
        int i = 0;
        if (t == null)
        {
            for (; i <= classes - L.Count; i += L.Count)
            {
                L.Store(L.MultiplyAdd(LaneMath.Exp<L, T>(L.Load(x + i) - shift), weight, minusG), d + i);
            }
        }
        else
        {
            for (; i <= classes - L.Count; i += L.Count)
            {
                L p = LaneMath.Exp<L, T>(L.Load(x + i) - shift) * weight;
                L.Store(L.MultiplyAdd(L.Load(t + i), minusG, p), d + i);
            }
        }

        if (i < classes)
        {
            int n = classes - i;
            L p = LaneMath.Exp<L, T>(Tail.Load<L, T>(x + i, n, T.NegativeInfinity) - shift) * weight;
            Tail.Store<L, T>(L.MultiplyAdd(t == null ? L.Constant(1) : Tail.Load<L, T>(t + i, n, T.Zero), minusG, p), d + i, n);
        }
    }
}
