using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The passes over the logits behind <see cref="SoftmaxCrossEntropyRows"/>.</summary>
internal static unsafe class CrossEntropyRows
{
    private const int TileElements = 16384;

    /// <summary>log Σ exp(x) by row and, where there are target rows t, the losses Σ t · (log Σ exp(x) − x).</summary>
    public static void Run<T>(
        int rows,
        int classes,
        ReadOnlySpan<T> logits,
        ReadOnlySpan<T> targets,
        Span<T> logSums,
        Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rowsPerTile = Math.Max(1, TileElements / Math.Max(1, classes));
        fixed (T* x = logits, t = targets, s = logSums, l = losses)
        {
            WorkerTeam.Run((rows + rowsPerTile - 1) / rowsPerTile, new ForwardBody<T>(x, t, s, l, rows, classes, rowsPerTile));
        }
    }

    /// <summary>exp(x − logSum) · g by row, or (exp(x − logSum) · Σ t − t) · g where there are target rows.</summary>
    public static void RunBackward<T>(
        int rows, int classes, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> logSums, ReadOnlySpan<T> gradients, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rowsPerTile = Math.Max(1, TileElements / Math.Max(1, classes));
        fixed (T* x = logits, t = targets, s = logSums, g = gradients, d = result)
        {
            WorkerTeam.Run((rows + rowsPerTile - 1) / rowsPerTile, new BackwardBody<T>(x, t, s, g, d, rows, classes, rowsPerTile));
        }
    }

    private readonly struct ForwardBody<T>(T* logits, T* targets, T* logSums, T* losses, int rows, int classes, int rowsPerTile) : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke(int tile)
        {
            int first = tile * rowsPerTile;
            int end = Math.Min(rows, first + rowsPerTile);
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512: Rows<Lanes512<T>>(first, end); break;
                case InstructionSet.Avx2: Rows<Lanes256<T>>(first, end); break;
                case InstructionSet.Vector128: Rows<Lanes128<T>>(first, end); break;
                default: Rows<Lanes1<T>>(first, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Rows<L>(int first, int end)
            where L : unmanaged, IFloatLanes<L, T>
        {
            for (int row = first; row < end; row++)
            {
                T* x = logits + (nint)row * classes;
                T max = RowSums.Max<L, T>(x, classes);
                T log = T.Log(RowSums.SumExp<L, T>(x, max, classes));
                logSums[row] = max + log;
                if (targets != null)
                {
                    // Σ t (max + log − x) with the large terms taken together, so that they cancel before they are rounded.
                    losses[row] = Loss<L>(x, targets + (nint)row * classes, max, log);
                }
            }
        }

        private T Loss<L>(T* x, T* t, T max, T log)
            where L : unmanaged, IFloatLanes<L, T>
        {
            L m = L.Broadcast(max);
            L g = L.Broadcast(log);
            L sum = L.Constant(0);
            int i = 0;
            for (; i <= classes - L.Count; i += L.Count)
            {
                sum = L.MultiplyAdd(L.Load(t + i), m - L.Load(x + i) + g, sum);
            }

            if (i < classes)
            {
                sum = L.MultiplyAdd(Tail.Load<L, T>(t + i, classes - i, T.Zero), m - Tail.Load<L, T>(x + i, classes - i, max) + g, sum);
            }

            return L.Sum(sum);
        }
    }

    private readonly struct BackwardBody<T>(
        T* logits, T* targets, T* logSums, T* gradients, T* result, int rows, int classes, int rowsPerTile) : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke(int tile)
        {
            int first = tile * rowsPerTile;
            int end = Math.Min(rows, first + rowsPerTile);
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512: Rows<Lanes512<T>>(first, end); break;
                case InstructionSet.Avx2: Rows<Lanes256<T>>(first, end); break;
                case InstructionSet.Vector128: Rows<Lanes128<T>>(first, end); break;
                default: Rows<Lanes1<T>>(first, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Rows<L>(int first, int end)
            where L : unmanaged, IFloatLanes<L, T>
        {
            for (int row = first; row < end; row++)
            {
                nint at = (nint)row * classes;
                T* x = logits + at;
                T* t = targets == null ? null : targets + at;
                T* d = result + at;
                L shift = L.Broadcast(logSums[row]);
                L g = L.Broadcast(gradients[row]);
                L weight = t == null ? L.Constant(1) : L.Broadcast(RowSums.Sum<L, T>(t, classes));
                int i = 0;
                for (; i <= classes - L.Count; i += L.Count)
                {
                    L p = LaneMath.Exp<L, T>(L.Load(x + i) - shift) * weight;
                    L.Store((t == null ? p : p - L.Load(t + i)) * g, d + i);
                }

                if (i < classes)
                {
                    L p = LaneMath.Exp<L, T>(Tail.Load<L, T>(x + i, classes - i, T.NegativeInfinity) - shift) * weight;
                    Tail.Store<L, T>((t == null ? p : p - Tail.Load<L, T>(t + i, classes - i, T.Zero)) * g, d + i, classes - i);
                }
            }
        }
    }
}
