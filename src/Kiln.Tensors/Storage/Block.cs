using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// A piece of pinned memory that storages take turns to own. It is a managed array on the pinned heap, so that a span handed to a
/// user keeps it alive by itself; its address never changes and is aligned to a cache line.
/// </summary>
internal sealed class Block
{
    private readonly CacheLine[] _memory;
    private readonly int _skip;

    /// <summary>
    /// The weak handle on the storage that owns the block now: empty once that storage is garbage. It tracks resurrection, so that a
    /// tensor read by somebody's finalizer is still whole.
    /// </summary>
    private GCHandle _owner = GCHandle.Alloc(null, GCHandleType.WeakTrackResurrection);

    internal Block(int sizeClass, long lines)
    {
        SizeClass = sizeClass;
        ByteLength = lines * CacheLine.Size;

        // One line more than asked, since the pinned heap aligns to 8 bytes only.
        _memory = GC.AllocateUninitializedArray<CacheLine>(checked((int)(lines + 1)), pinned: true);
        nint start = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        Address = (start + CacheLine.Size - 1) & ~(nint)(CacheLine.Size - 1);
        _skip = (int)(Address - start);
        if (ByteLength >= 2 * MemoryPages.LargePage)
        {
            MemoryPages.PreferLarge(Address, ByteLength);
        }
    }

    ~Block() => _owner.Free();

    internal int SizeClass { get; }

    internal long ByteLength { get; }

    internal nint Address { get; }

    /// <summary>The place in the pool's list of blocks in use.</summary>
    internal int Slot { get; set; }

    internal Storage? Owner
    {
        get => Unsafe.As<Storage>(_owner.Target);
        set => _owner.Target = value;
    }

    /// <summary>True once a user holds a span of this memory: it must then never be handed to another storage.</summary>
    internal bool Exposed { get; set; }

    /// <summary>A span whose lifetime holds the memory, unlike one made from <see cref="Address"/>.</summary>
    internal Span<byte> Bytes => MemoryMarshal.AsBytes(_memory.AsSpan()).Slice(_skip, checked((int)Math.Min(ByteLength, int.MaxValue)));

    /// <summary>A span of elements whose lifetime holds the memory.</summary>
    internal Span<T> Elements<T>(long byteOffset, int count)
        where T : unmanaged
    {
        ref byte first = ref Unsafe.As<CacheLine, byte>(ref MemoryMarshal.GetArrayDataReference(_memory));
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, (nint)(_skip + byteOffset))), count);
    }
}

/// <summary>The unit blocks are counted in; an array of it can exceed the 2 GiB that an array of bytes cannot.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct CacheLine
{
    internal const int Size = 64;
}
