using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>A key and where it stood: no two are equal, so every way of sorting them is stable.</summary>
internal unsafe interface IOrderItem<TSelf> : IComparable<TSelf>
    where TSelf : unmanaged, IOrderItem<TSelf>
{
    /// <summary>The items of elements that lie a stride apart, the best first when sorted.</summary>
    public static abstract void Fill<T>(T* x, nint stride, int count, int firstIndex, bool descending, TSelf* items)
        where T : unmanaged;

    /// <summary>Hands elements that lie a stride apart to a selection, in whose buffer the best stand first.</summary>
    public static abstract void Offer<T>(T* x, nint stride, int count, int firstIndex, bool descending, ref TopBuffer<TSelf> buffer)
        where T : unmanaged;

    /// <summary>The bytes of the key that a radix sort passes over.</summary>
    public static abstract int KeyBytes { get; }

    public int Index { get; }

    /// <summary>Byte number <paramref name="n"/> of the key, the least significant first, such that bytes compare as keys do.</summary>
    public int Digit(int n);
}

/// <summary>A key of 32 bits above an index, in one number: comparing them is comparing numbers.</summary>
internal readonly struct ShortItem(int key, int index) : IOrderItem<ShortItem>
{
    private readonly long _value = ((long)key << 32) | (uint)index;

    public static int KeyBytes => 4;

    public static unsafe void Fill<T>(T* x, nint stride, int count, int firstIndex, bool descending, ShortItem* items)
        where T : unmanaged
    {
        int* keys = stackalloc int[SortKeys.Block];
        for (int i = 0; i < count; i += SortKeys.Block)
        {
            int n = Math.Min(SortKeys.Block, count - i);
            SortKeys.Fill(x + (i * stride), stride, n, descending, keys);
            for (int k = 0; k < n; k++)
            {
                items[i + k] = new(keys[k], firstIndex + i + k);
            }
        }
    }

    public static unsafe void Offer<T>(T* x, nint stride, int count, int firstIndex, bool descending, ref TopBuffer<ShortItem> buffer)
        where T : unmanaged
    {
        int* keys = stackalloc int[SortKeys.Block];
        for (int i = 0; i < count; i += SortKeys.Block)
        {
            int n = Math.Min(SortKeys.Block, count - i);
            SortKeys.Fill(x + (i * stride), stride, n, descending, keys);
            TopSelection.Add(keys, n, firstIndex + i, ref buffer);
        }
    }

    public int Key => (int)(_value >> 32);

    public int Index => (int)_value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Digit(int n) => (int)((ulong)(_value ^ long.MinValue) >> (32 + (8 * n))) & 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(ShortItem other) => _value.CompareTo(other._value);
}

/// <summary>A key of 64 bits beside an index.</summary>
internal readonly struct LongItem(long key, int index) : IOrderItem<LongItem>
{
    public static int KeyBytes => 8;

    public static unsafe void Fill<T>(T* x, nint stride, int count, int firstIndex, bool descending, LongItem* items)
        where T : unmanaged
    {
        long* keys = stackalloc long[SortKeys.Block];
        for (int i = 0; i < count; i += SortKeys.Block)
        {
            int n = Math.Min(SortKeys.Block, count - i);
            SortKeys.Fill(x + (i * stride), stride, n, descending, keys);
            for (int k = 0; k < n; k++)
            {
                items[i + k] = new(keys[k], firstIndex + i + k);
            }
        }
    }

    public static unsafe void Offer<T>(T* x, nint stride, int count, int firstIndex, bool descending, ref TopBuffer<LongItem> buffer)
        where T : unmanaged
    {
        long* keys = stackalloc long[SortKeys.Block];
        for (int i = 0; i < count; i += SortKeys.Block)
        {
            int n = Math.Min(SortKeys.Block, count - i);
            SortKeys.Fill(x + (i * stride), stride, n, descending, keys);
            TopSelection.Add(keys, n, firstIndex + i, ref buffer);
        }
    }

    public long Key { get; } = key;

    public int Index { get; } = index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Digit(int n) => (int)((ulong)(Key ^ long.MinValue) >> (8 * n)) & 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(LongItem other)
    {
        int order = Key.CompareTo(other.Key);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }
}
