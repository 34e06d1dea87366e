using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Folds with an operator whose result does not depend on the order (maximum, minimum): every element type, vectors for floats.</summary>
internal static unsafe class Fold
{
    /// <summary>Folds the middle axis of contiguous (outer, reduced, inner), reduced at least 1.</summary>
    public static void Run<TOperator, T>(T* x, T* y, int outer, int reduced, int inner)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        var partition = new Partition(outer, reduced, inner);
        if (partition.Chunks == 1)
        {
            partition.Run(new FoldUnit<TOperator, T>(partition, x, y));
            return;
        }

        // One result per chunk, then those are folded as rows of their own.
        var partials = new T[checked(outer * partition.Chunks * inner)];
        fixed (T* p = partials)
        {
            partition.Run(new FoldUnit<TOperator, T>(partition, x, p));
            Run<TOperator, T>(p, y, outer, partition.Chunks, inner);
        }
    }

    private static T FoldRun<TOperator, T>(T* x, int count)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        // Halving by blocks: each pass folds the second half of a block's elements into the first, vector by vector.
        const int Block = 512;
        var result = *x;
        var buffer = stackalloc T[Block];
        for (var i = 0; i < count; i += Block)
        {
            var n = Math.Min(Block, count - i);
            var source = x + i;
            while (n > 1)
            {
                var half = (n + 1) / 2;
                var other = n - half;
                if (source != buffer && half > other)
                {
                    buffer[half - 1] = source[half - 1];
                }

                Kernels.Binary<TOperator, T>(source, false, source + half, false, buffer, other);
                source = buffer;
                n = half;
            }

            Kernels.Binary<TOperator, T>(&result, false, source, false, &result, 1);
        }

        return result;
    }

    private static T FoldLanes<TOperator, T>(T* x, int count)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => InstructionSets.Current switch
        {
            InstructionSet.Avx512 => FoldLanes<TOperator, Lanes512<T>, T>(x, count),
            InstructionSet.Avx2 => FoldLanes<TOperator, Lanes256<T>, T>(x, count),
            InstructionSet.Vector128 => FoldLanes<TOperator, Lanes128<T>, T>(x, count),
            _ => FoldLanes<TOperator, Lanes1<T>, T>(x, count),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T FoldLanes<TOperator, L, T>(T* x, int count)
        where TOperator : struct, IBinaryOperator
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        var result = new Lanes1<T>(*x);
        if (count >= L.Count)
        {
            var a = L.Load(x);
            var b = a;
            for (; i <= count - (2 * L.Count); i += 2 * L.Count)
            {
                a = TOperator.Invoke<L, T>(a, L.Load(x + i));
                b = TOperator.Invoke<L, T>(b, L.Load(x + i + L.Count));
            }

            // The last vector may overlap what was folded before: harmless for an operator that may see an element twice.
            a = TOperator.Invoke<L, T>(TOperator.Invoke<L, T>(a, b), L.Load(x + count - L.Count));
            if (count - i >= L.Count)
            {
                a = TOperator.Invoke<L, T>(a, L.Load(x + i));
            }

            var lanes = stackalloc T[L.Count];
            L.Store(a, lanes);
            for (var lane = 0; lane < L.Count; lane++)
            {
                result = TOperator.Invoke<Lanes1<T>, T>(result, new(lanes[lane]));
            }

            return result.Value;
        }

        for (; i < count; i++)
        {
            result = TOperator.Invoke<Lanes1<T>, T>(result, new(x[i]));
        }

        return result.Value;
    }

    private readonly struct FoldUnit<TOperator, T>(Partition partition, T* x, T* y) : IUnitBody
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        public void Invoke(Partition.Unit unit)
        {
            long inner = partition.Inner;
            var row = x + ((((long)unit.Outer * partition.Reduced) + unit.Row) * inner) + unit.Column;
            var result = y + ((((long)unit.Outer * partition.Chunks) + unit.Chunk) * inner) + unit.Column;
            if (inner == 1)
            {
                *result = typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(FoldLanes<TOperator, float>((float*)row, unit.Rows))
                    : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(FoldLanes<TOperator, double>((double*)row, unit.Rows))
                    : FoldRun<TOperator, T>(row, unit.Rows);
                return;
            }

            new ReadOnlySpan<T>(row, unit.Columns).CopyTo(new Span<T>(result, unit.Columns));
            for (var r = 1; r < unit.Rows; r++)
            {
                Kernels.Binary<TOperator, T>(result, false, row + (r * inner), false, result, unit.Columns);
            }
        }
    }
}
