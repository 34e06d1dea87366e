using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static unsafe partial class Elementwise
{
    /// <summary>z[i] = x[i] where the condition is not zero, otherwise y[i]; for strided operands that are walked together.</summary>
    /// <typeparam name="T">The element type: any of 1, 2, 4 or 8 bytes; elements are moved as bits.</typeparam>
    /// <param name="sizes">The shape that all operands are stretched to.</param>
    /// <param name="condition">Truth values of one byte.</param>
    /// <param name="conditionStrides">Strides in elements, one for each axis; zero where the operand is stretched.</param>
    /// <param name="x">What is taken where the condition holds.</param>
    /// <param name="xStrides">Its strides.</param>
    /// <param name="y">What is taken elsewhere.</param>
    /// <param name="yStrides">Its strides.</param>
    /// <param name="z">The result: contiguous; it may be an operand that is contiguous and not stretched.</param>
    public static void Where<T>(
        ReadOnlySpan<int> sizes,
        byte* condition,
        ReadOnlySpan<int> conditionStrides,
        T* x,
        ReadOnlySpan<int> xStrides,
        T* y,
        ReadOnlySpan<int> yStrides,
        T* z)
        where T : unmanaged
    {
        var plan = BroadcastPlan.Create(sizes, conditionStrides, xStrides, yStrides, operands: 3);
        Run(plan.Count, TileSizes.Cheap, new StridedWhere<T>(plan, condition, x, y, z));
    }

    private readonly struct StridedWhere<T>(BroadcastPlan plan, byte* condition, T* x, T* y, T* z) : IRangeBody
        where T : unmanaged
    {
        public void Invoke(long first, int count)
        {
            var conditions = stackalloc byte[Block];
            var left = stackalloc T[Block];
            var right = stackalloc T[Block];
            for (var i = 0; i < count; i += Block)
            {
                var n = Math.Min(Block, count - i);
                var c = plan.Block(0, condition, first + i, conditions, n);
                var a = plan.Block(1, x, first + i, left, n);
                var b = plan.Block(2, y, first + i, right, n);
                Select(c, a, b, z + first + i, n);
            }
        }
    }

    // Four- and eight-byte elements of any kind travel in float and double lanes, of which a selection touches no bit.
    private static void Select<T>(byte* condition, T* x, T* y, T* z, int count)
        where T : unmanaged
    {
        if (sizeof(T) == 4)
        {
            SelectLanes(condition, (float*)x, (float*)y, (float*)z, count);
        }
        else if (sizeof(T) == 8)
        {
            SelectLanes(condition, (double*)x, (double*)y, (double*)z, count);
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                z[i] = condition[i] != 0 ? x[i] : y[i];
            }
        }
    }

    private static void SelectLanes<T>(byte* condition, T* x, T* y, T* z, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: SelectLanes<Lanes512<T>, T>(condition, x, y, z, count); break;
            case InstructionSet.Avx2: SelectLanes<Lanes256<T>, T>(condition, x, y, z, count); break;
            case InstructionSet.Vector128: SelectLanes<Lanes128<T>, T>(condition, x, y, z, count); break;
            default: SelectLanes<Lanes1<T>, T>(condition, x, y, z, count); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SelectLanes<L, T>(byte* condition, T* x, T* y, T* z, int count)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            L.Store(L.Select(L.LoadMask(condition + i), L.Load(x + i), L.Load(y + i)), z + i);
        }

        for (; i < count; i++)
        {
            z[i] = condition[i] != 0 ? x[i] : y[i];
        }
    }
}
