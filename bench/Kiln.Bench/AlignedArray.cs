using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>
/// Numbers that begin at a cache line and, where they are many, lie on large pages, as those of Kiln's tensors, of NumPy's arrays and so of the peers' do; an array begins anywhere, on
/// pages of 4 KB whose addresses decide by chance which of its lines drive each other out of the second-level cache.
/// </summary>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _values;
    private readonly int _first;
    private readonly int _count;

    public AlignedArray(int count)
    {
        _count = count;
        _values = GC.AllocateUninitializedArray<T>(count + (Line / Unsafe.SizeOf<T>()), pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
        MemoryPages.PreferLarge(address, (long)_values.Length * Unsafe.SizeOf<T>());
        _values.AsSpan().Clear();
        _first = (int)((Line - (address % Line)) % Line) / Unsafe.SizeOf<T>();
    }

    public Span<T> Span => _values.AsSpan(_first, _count);

    public static AlignedArray<T> Of(T[] values)
    {
        var copy = new AlignedArray<T>(values.Length);
        values.CopyTo(copy.Span);
        return copy;
    }

    public T[] ToArray() => Span.ToArray();
}
