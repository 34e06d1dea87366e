using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The kernel behind <see cref="BiasActivation"/>: blocks of rows as tasks, within one a strip of four vectors of columns at a time.</summary>
internal static unsafe class BiasActivationRows<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const long SmallestTask = 32 * 1024;

    // Short blocks also keep the rounding of the sums small.
    private const int MostRows = 1024;

    /// <summary>Computes gz (unless null) and gbias (unless null).</summary>
    public static void Run(int rows, int columns, T* y, T* gy, T* gz, T* gbias, Activation activation)
    {
        switch (activation)
        {
            case Activation.None:
                Run<IdentityDerivative<T, TVector, TLanes>>(rows, columns, gy, gy, gz, gbias);
                break;
            case Activation.ReLU:
                Run<RectifiedDerivative<T, TVector, TLanes>>(rows, columns, y, gy, gz, gbias);
                break;
            case Activation.LeakyReLU:
                Run<LeakyDerivative<T, TVector, TLanes>>(rows, columns, y, gy, gz, gbias);
                break;
            case Activation.Sigmoid:
                Run<SigmoidDerivative<T, TVector, TLanes>>(rows, columns, y, gy, gz, gbias);
                break;
            default:
                Run<TanhDerivative<T, TVector, TLanes>>(rows, columns, y, gy, gz, gbias);
                break;
        }
    }

    private static void Run<TDerivative>(int rows, int columns, T* y, T* gy, T* gz, T* gbias)
        where TDerivative : struct, IDerivative<T, TVector>
    {
        if (columns == 0)
        {
            return;
        }

        var blocks = (int)Math.Max(Math.Max(1, (rows + MostRows - 1) / MostRows), Math.Min(rows, (long)rows * columns / SmallestTask));
        using var partial = Scratch.Rent<T>(gbias == null || blocks == 1 ? 0 : (nint)blocks * columns);
        var sums = blocks == 1 ? gbias : (T*)partial.Pointer;
        WorkerTeam.Run(blocks, new Body<TDerivative>
        {
            Rows = rows,
            Columns = columns,
            Blocks = blocks,
            Y = y,
            GY = gy,
            GZ = gz,
            Sums = gbias == null ? null : sums,
        });
        if (gbias != null && blocks > 1)
        {
            PartialSums<T, TVector, TLanes>.Add(sums, columns, blocks, gbias);
        }
    }

    private struct Body<TDerivative> : ITileBody
        where TDerivative : struct, IDerivative<T, TVector>
    {
        public int Rows;
        public int Columns;
        public int Blocks;
        public T* Y;
        public T* GY;
        public T* GZ;
        public T* Sums;

        public readonly void Invoke(int tile)
        {
            var first = (nint)((long)Rows * tile / Blocks);
            var end = (nint)((long)Rows * (tile + 1) / Blocks);
            var offset = first * Columns;
            var sums = Sums == null ? null : Sums + ((nint)tile * Columns);
            var gz = GZ == null ? null : GZ + offset;
            var column = 0;
            for (; column + (4 * TLanes.Count) <= Columns; column += 4 * TLanes.Count)
            {
                Strip(end - first, Y + offset + column, GY + offset + column, gz == null ? null : gz + column, sums == null ? null : sums + column);
            }

            for (; column < Columns; column += TLanes.Count)
            {
                var lanes = Math.Min(TLanes.Count, Columns - column);
                Vector(end - first, Y + offset + column, GY + offset + column, gz == null ? null : gz + column, sums == null ? null : sums + column, lanes);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Strip(nint rows, T* y, T* gy, T* gz, T* sums)
        {
            var s0 = TLanes.Zero;
            var s1 = TLanes.Zero;
            var s2 = TLanes.Zero;
            var s3 = TLanes.Zero;
            nint step = Columns;
            for (; rows > 0; rows--)
            {
                var g0 = TDerivative.Back(TLanes.Load(y), TLanes.Load(gy));
                var g1 = TDerivative.Back(TLanes.Load(y + TLanes.Count), TLanes.Load(gy + TLanes.Count));
                var g2 = TDerivative.Back(TLanes.Load(y + (2 * TLanes.Count)), TLanes.Load(gy + (2 * TLanes.Count)));
                var g3 = TDerivative.Back(TLanes.Load(y + (3 * TLanes.Count)), TLanes.Load(gy + (3 * TLanes.Count)));
                s0 = TLanes.Add(s0, g0);
                s1 = TLanes.Add(s1, g1);
                s2 = TLanes.Add(s2, g2);
                s3 = TLanes.Add(s3, g3);
                if (gz != null)
                {
                    TLanes.Store(gz, g0);
                    TLanes.Store(gz + TLanes.Count, g1);
                    TLanes.Store(gz + (2 * TLanes.Count), g2);
                    TLanes.Store(gz + (3 * TLanes.Count), g3);
                    gz += step;
                }

                y += step;
                gy += step;
            }

            if (sums != null)
            {
                TLanes.Store(sums, s0);
                TLanes.Store(sums + TLanes.Count, s1);
                TLanes.Store(sums + (2 * TLanes.Count), s2);
                TLanes.Store(sums + (3 * TLanes.Count), s3);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Vector(nint rows, T* y, T* gy, T* gz, T* sums, int lanes)
        {
            var sum = TLanes.Zero;
            nint step = Columns;
            var full = lanes == TLanes.Count;
            var mask = TLanes.FirstLanes(lanes);
            for (; rows > 0; rows--)
            {
                var g = full
                    ? TDerivative.Back(TLanes.Load(y), TLanes.Load(gy))
                    : TDerivative.Back(TLanes.LoadFirst(y, mask, lanes), TLanes.LoadFirst(gy, mask, lanes));
                sum = TLanes.Add(sum, g);
                if (gz != null)
                {
                    if (full)
                    {
                        TLanes.Store(gz, g);
                    }
                    else
                    {
                        TLanes.StoreFirst(gz, mask, lanes, g);
                    }

                    gz += step;
                }

                y += step;
                gy += step;
            }

            if (sums != null)
            {
                if (full)
                {
                    TLanes.Store(sums, sum);
                }
                else
                {
                    TLanes.StoreFirst(sums, mask, lanes, sum);
                }
            }
        }
    }
}
