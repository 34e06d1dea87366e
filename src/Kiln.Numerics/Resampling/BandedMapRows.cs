using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The kernel behind <see cref="BandedMap"/>. The inner axis (of an image, the channels of a pixel, or of a whole row of pixels) is contiguous, so a lane
/// holds one of its places, and the taps of an output are multiplied and added lane by lane while the sum stays in a register: each result is written once.
/// </summary>
internal static unsafe class BandedMapRows<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // Multiply-adds of a task: some 10 µs.
    private const long SmallestTask = 32 * 1024;

    /// <summary>Computes y.</summary>
    public static void Run(int inputs, int[] first, int[] offset, double[] weights, int outer, int inner, T* x, T* y)
    {
        var outputs = first.Length;
        var rows = (long)outer * outputs;
        if (rows == 0 || inner == 0)
        {
            return;
        }

        using var scratch = Scratch.Rent<T>(Math.Max(1, weights.Length));
        var factors = (T*)scratch.Pointer;
        for (var i = 0; i < weights.Length; i++)
        {
            factors[i] = T.CreateTruncating(weights[i]);
        }

        var work = (double)outer * Math.Max(1, weights.Length) * inner;
        var tiles = (int)Math.Clamp(work / SmallestTask, 1, Math.Min(rows, 256));
        fixed (int* pfirst = first, poffset = offset)
        {
            WorkerTeam.Run(tiles, new Body
            {
                First = pfirst,
                Offset = poffset,
                Weights = factors,
                X = x,
                Y = y,
                Inputs = inputs,
                Outputs = outputs,
                Inner = inner,
                Rows = rows,
                Tiles = tiles,
            });
        }
    }

    private struct Body : ITileBody
    {
        public int* First;
        public int* Offset;
        public T* Weights;
        public T* X;
        public T* Y;
        public int Inputs;
        public int Outputs;
        public int Inner;
        public long Rows;
        public int Tiles;

        public readonly void Invoke(int tile)
        {
            var end = Rows * (tile + 1) / Tiles;
            for (var row = Rows * tile / Tiles; row < end; row++)
            {
                var (item, i) = Math.DivRem(row, Outputs);
                var from = X + (((item * Inputs) + First[i]) * Inner);
                Row(from, Weights + Offset[i], Offset[i + 1] - Offset[i], Y + (row * Inner));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(T* x, T* weights, int taps, T* y)
        {
            nint step = Inner;
            var j = 0;
            for (; j + (2 * TLanes.Count) <= Inner; j += 2 * TLanes.Count)
            {
                var sum0 = TLanes.Zero;
                var sum1 = TLanes.Zero;
                var from = x + j;
                for (var k = 0; k < taps; k++, from += step)
                {
                    var w = TLanes.Broadcast(weights + k);
                    sum0 = TLanes.MultiplyAdd(w, TLanes.Load(from), sum0);
                    sum1 = TLanes.MultiplyAdd(w, TLanes.Load(from + TLanes.Count), sum1);
                }

                TLanes.Store(y + j, sum0);
                TLanes.Store(y + j + TLanes.Count, sum1);
            }

            for (; j < Inner; j += TLanes.Count)
            {
                var lanes = Math.Min(TLanes.Count, Inner - j);
                var mask = TLanes.FirstLanes(lanes);
                var sum = TLanes.Zero;
                var from = x + j;
                for (var k = 0; k < taps; k++, from += step)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights + k), TLanes.LoadFirst(from, mask, lanes), sum);
                }

                TLanes.StoreFirst(y + j, mask, lanes, sum);
            }
        }
    }
}
