using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// A piece of pinned memory that storages take turns to own. It is a managed array on the pinned heap, so that a span handed to a
/// user keeps it alive by itself; its address never changes and is aligned to a cache line.
/// </summary>
/// <remarks>
/// <para>
/// Where in a page a block begins is chosen, because the first-level cache finds its lines by their place in the page, and so does the processor when it looks whether a
/// load may overtake a store. Blocks as the heap lays them out are 88 bytes further each: then a store to one seems to be what the next loads, and kernels of two or three
/// operands lose 15 to 100 %. Blocks of one page offset are all in the same sets. So every second block begins in the middle of a page.
/// </para>
/// <para>From 8 MB on all begin at a page: what streams through memory is 5 to 10 % faster when its operands change pages together.</para>
/// <para>Measured on a Zen 4 server; see bench/README.md.</para>
/// </remarks>
internal sealed class Block
{
    private const int Page = 4096;

    /// <summary>From 64 KB on: what that costs is at most one page, a sixteenth.</summary>
    private const long FewestPlaced = 64 << 10;

    private const long FewestStreamed = 8 << 20;

    private readonly CacheLine[] _memory;
    private readonly int _skip;

    /// <summary>
    /// The weak handle on the storage that owns the block now: empty once that storage is garbage. It tracks resurrection, so that a
    /// tensor read by somebody's finalizer is still whole.
    /// </summary>
    private GCHandle _owner = GCHandle.Alloc(null, GCHandleType.WeakTrackResurrection);

    /// <summary>Makes a block.</summary>
    /// <param name="sizeClass">Its size class.</param>
    /// <param name="lines">Its length.</param>
    /// <param name="number">How many blocks the pool made before.</param>
    internal Block(int sizeClass, long lines, long number)
    {
        SizeClass = sizeClass;
        ByteLength = lines * CacheLine.Size;

        // The pinned heap aligns to 8 bytes only: a line, or a page, more than asked.
        int alignment = ByteLength < FewestPlaced ? CacheLine.Size : Page;
        int shift = ByteLength is >= FewestPlaced and < FewestStreamed && number % 2 == 1 ? Page / 2 : 0;
        _memory = GC.AllocateUninitializedArray<CacheLine>(checked((int)(lines + ((alignment + shift) / CacheLine.Size))), pinned: true);
        nint start = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        Address = ((start + alignment - 1) & ~(nint)(alignment - 1)) + shift;
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
