using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>
/// The loops over contiguous float32 or float64: one vector at a time, as wide as the processor has. The last, incomplete vector goes through a
/// buffer, so that an element's bits do not depend on where in the array it lies.
/// </summary>
internal static unsafe class LaneLoops
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    /// <summary>A function of one operand.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="y">The result.</param>
    /// <param name="count">How many.</param>
    /// <param name="streams">Whether the result, which is then no operand, goes past the caches.</param>
    public static void Unary<TOperator, T>(T* x, T* y, int count, bool streams = false)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (streams)
        {
            int head = Streaming.Misaligned(y, count);
            Unary<TOperator, T>(x, y, head);
            int whole = (count - head) / Widest<T>() * Widest<T>();
            UnaryOf<TOperator, StreamingStores, T>(x + head, y + head, whole);
            Streaming.Fence();
            x += head + whole;
            y += head + whole;
            count -= head + whole;
        }

        UnaryOf<TOperator, CachedStores, T>(x, y, count);
    }

    private static void UnaryOf<TOperator, TStore, T>(T* x, T* y, int count)
        where TOperator : struct, IUnaryOperator
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Unary<TOperator, TStore, Lanes512<T>, T>(x, y, count); break;
            case InstructionSet.Avx2: Unary<TOperator, TStore, Lanes256<T>, T>(x, y, count); break;
            case InstructionSet.Vector128: Unary<TOperator, TStore, Lanes128<T>, T>(x, y, count); break;
            default: Unary<TOperator, TStore, Lanes1<T>, T>(x, y, count); break;
        }
    }

    /// <summary>Elements in the widest vector.</summary>
    private static int Widest<T>()
        where T : unmanaged => Streaming.Alignment / sizeof(T);

    /// <summary>A function of two operands.</summary>
    /// <param name="x">The left operand.</param>
    /// <param name="repeatX">Whether it is one element for all.</param>
    /// <param name="y">The right operand.</param>
    /// <param name="repeatY">Whether it is one element for all.</param>
    /// <param name="z">The result.</param>
    /// <param name="count">How many.</param>
    /// <param name="streams">
    /// Whether the result, which is then no operand, goes past the caches. The caller ends its tile with <see cref="Streaming.Fence"/>: after each short row it would cost as
    /// much as the row.
    /// </param>
    public static void Binary<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, int count, bool streams = false)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (streams)
        {
            int head = Streaming.Misaligned(z, count);
            Binary<TOperator, T>(x, repeatX, y, repeatY, z, head);
            int whole = (count - head) / Widest<T>() * Widest<T>();
            x = repeatX ? x : x + head;
            y = repeatY ? y : y + head;
            BinaryOf<TOperator, StreamingStores, T>(x, repeatX, y, repeatY, z + head, whole);
            x = repeatX ? x : x + whole;
            y = repeatY ? y : y + whole;
            z += head + whole;
            count -= head + whole;
        }

        BinaryOf<TOperator, CachedStores, T>(x, repeatX, y, repeatY, z, count);
    }

    private static void BinaryOf<TOperator, TStore, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Binary<TOperator, TStore, Lanes512<T>, T>(x, repeatX, y, repeatY, z, count); break;
            case InstructionSet.Avx2: Binary<TOperator, TStore, Lanes256<T>, T>(x, repeatX, y, repeatY, z, count); break;
            case InstructionSet.Vector128: Binary<TOperator, TStore, Lanes128<T>, T>(x, repeatX, y, repeatY, z, count); break;
            default: Binary<TOperator, TStore, Lanes1<T>, T>(x, repeatX, y, repeatY, z, count); break;
        }
    }

    public static void Ternary<TOperator, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, int count, bool streams = false)
        where TOperator : struct, ITernaryOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (streams)
        {
            int head = Streaming.Misaligned(result, count);
            Ternary<TOperator, T>(x, y, repeatY, z, repeatZ, result, head);
            int whole = (count - head) / Widest<T>() * Widest<T>();
            y = repeatY ? y : y + head;
            z = repeatZ ? z : z + head;
            TernaryOf<TOperator, StreamingStores, T>(x + head, y, repeatY, z, repeatZ, result + head, whole);
            Streaming.Fence();
            x += head + whole;
            y = repeatY ? y : y + whole;
            z = repeatZ ? z : z + whole;
            result += head + whole;
            count -= head + whole;
        }

        TernaryOf<TOperator, CachedStores, T>(x, y, repeatY, z, repeatZ, result, count);
    }

    private static void TernaryOf<TOperator, TStore, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, int count)
        where TOperator : struct, ITernaryOperator
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Ternary<TOperator, TStore, Lanes512<T>, T>(x, y, repeatY, z, repeatZ, result, count); break;
            case InstructionSet.Avx2: Ternary<TOperator, TStore, Lanes256<T>, T>(x, y, repeatY, z, repeatZ, result, count); break;
            case InstructionSet.Vector128: Ternary<TOperator, TStore, Lanes128<T>, T>(x, y, repeatY, z, repeatZ, result, count); break;
            default: Ternary<TOperator, TStore, Lanes1<T>, T>(x, y, repeatY, z, repeatZ, result, count); break;
        }
    }

    public static void Compare<TOperator, T>(T* x, bool repeatX, T* y, bool repeatY, byte* z, int count)
        where TOperator : struct, IComparisonOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Compare<TOperator, Lanes512<T>, T>(x, repeatX, y, repeatY, z, count); break;
            case InstructionSet.Avx2: Compare<TOperator, Lanes256<T>, T>(x, repeatX, y, repeatY, z, count); break;
            case InstructionSet.Vector128: Compare<TOperator, Lanes128<T>, T>(x, repeatX, y, repeatY, z, count); break;
            default: Compare<TOperator, Lanes1<T>, T>(x, repeatX, y, repeatY, z, count); break;
        }
    }

    [MethodImpl(Hot)]
    private static void Unary<TOperator, TStore, L, T>(T* x, T* y, int count)
        where TOperator : struct, IUnaryOperator
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            TStore.Store(TOperator.Invoke<L, T>(L.Load(x + i)), y + i);
        }

        if (i < count)
        {
            var buffer = default(Buffer);
            Copy(x + i, (T*)&buffer, count - i);
            Unary<TOperator, CachedStores, L, T>((T*)&buffer, (T*)&buffer, L.Count);
            Copy((T*)&buffer, y + i, count - i);
        }
    }

    // One loop per method: the JIT inlines a function of some hundred operations once, and gives up on its third copy.
    [MethodImpl(Hot)]
    private static void Binary<TOperator, TStore, L, T>(T* x, bool repeatX, T* y, bool repeatY, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var whole = count - (count % L.Count);
        if (whole > 0)
        {
            if (repeatX && repeatY)
            {
                // One result for all.
                var one = default(Buffer);
                Fill((T*)&one, L.Count, *y);
                RepeatX<TOperator, CachedStores, L, T>(x, (T*)&one, (T*)&one, L.Count);
                Fill(z, whole, *(T*)&one);
            }
            else if (repeatX)
            {
                RepeatX<TOperator, TStore, L, T>(x, y, z, whole);
            }
            else if (repeatY)
            {
                RepeatY<TOperator, TStore, L, T>(x, y, z, whole);
            }
            else
            {
                Runs<TOperator, TStore, L, T>(x, y, z, whole);
            }
        }

        if (whole < count)
        {
            // Ones, not zeros, beside the tail: no needless division by zero in a debugger's or a counter's sight.
            var left = default(Buffer);
            var right = default(Buffer);
            Fill((T*)&right, L.Count, T.One);
            CopyOrFill(x, repeatX, whole, (T*)&left, count);
            CopyOrFill(y, repeatY, whole, (T*)&right, count);
            Runs<TOperator, CachedStores, L, T>((T*)&left, (T*)&right, (T*)&left, L.Count);
            Copy((T*)&left, z + whole, count - whole);
        }
    }

    [MethodImpl(Hot)]
    private static void Runs<TOperator, TStore, L, T>(T* x, T* y, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i += L.Count)
        {
            TStore.Store(TOperator.Invoke<L, T>(L.Load(x + i), L.Load(y + i)), z + i);
        }
    }

    [MethodImpl(Hot)]
    private static void RepeatX<TOperator, TStore, L, T>(T* x, T* y, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x0 = L.Broadcast(*x);
        for (var i = 0; i < count; i += L.Count)
        {
            TStore.Store(TOperator.Invoke<L, T>(x0, L.Load(y + i)), z + i);
        }
    }

    [MethodImpl(Hot)]
    private static void RepeatY<TOperator, TStore, L, T>(T* x, T* y, T* z, int count)
        where TOperator : struct, IBinaryOperator
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y0 = L.Broadcast(*y);
        for (var i = 0; i < count; i += L.Count)
        {
            TStore.Store(TOperator.Invoke<L, T>(L.Load(x + i), y0), z + i);
        }
    }

    [MethodImpl(Hot)]
    private static void Ternary<TOperator, TStore, L, T>(T* x, T* y, bool repeatY, T* z, bool repeatZ, T* result, int count)
        where TOperator : struct, ITernaryOperator
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            var b = repeatY ? L.Broadcast(*y) : L.Load(y + i);
            var c = repeatZ ? L.Broadcast(*z) : L.Load(z + i);
            TStore.Store(TOperator.Invoke<L, T>(L.Load(x + i), b, c), result + i);
        }

        if (i < count)
        {
            var first = default(Buffer);
            var second = default(Buffer);
            var third = default(Buffer);
            Copy(x + i, (T*)&first, count - i);
            CopyOrFill(y, repeatY, i, (T*)&second, count);
            CopyOrFill(z, repeatZ, i, (T*)&third, count);
            Ternary<TOperator, CachedStores, L, T>((T*)&first, (T*)&second, false, (T*)&third, false, (T*)&first, L.Count);
            Copy((T*)&first, result + i, count - i);
        }
    }

    [MethodImpl(Hot)]
    private static void Compare<TOperator, L, T>(T* x, bool repeatX, T* y, bool repeatY, byte* z, int count)
        where TOperator : struct, IComparisonOperator
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            var a = repeatX ? L.Broadcast(*x) : L.Load(x + i);
            var b = repeatY ? L.Broadcast(*y) : L.Load(y + i);
            L.StoreMask(TOperator.Invoke<L, T>(a, b), z + i);
        }

        if (i < count)
        {
            var left = default(Buffer);
            var right = default(Buffer);
            var bytes = default(Buffer);
            CopyOrFill(x, repeatX, i, (T*)&left, count);
            CopyOrFill(y, repeatY, i, (T*)&right, count);
            Compare<TOperator, L, T>((T*)&left, false, (T*)&right, false, (byte*)&bytes, L.Count);
            Copy((byte*)&bytes, z + i, count - i);
        }
    }

    private static void CopyOrFill<T>(T* source, bool repeat, int from, T* destination, int count)
        where T : unmanaged
    {
        if (repeat)
        {
            Fill(destination, count - from, *source);
        }
        else
        {
            Copy(source + from, destination, count - from);
        }
    }

    private static void Fill<T>(T* destination, int count, T value)
        where T : unmanaged => new Span<T>(destination, count).Fill(value);

    private static void Copy<T>(T* source, T* destination, int count)
        where T : unmanaged => Unsafe.CopyBlockUnaligned(destination, source, (uint)(count * sizeof(T)));

    /// <summary>Room for the widest vector.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Buffer;
}
