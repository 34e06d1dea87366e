namespace Kiln.Tensors;

/// <summary>
/// The memory under one tensor and all views of it. It has no finalizer: the pool finds it dead through a weak handle and reuses
/// the block, or the engine returns it at once with <see cref="Release"/>.
/// </summary>
internal sealed class Storage
{
    [ThreadStatic]
    private static List<Storage>? t_temporaries;

    private Block? _block;

    internal Storage(long byteLength)
    {
        ByteLength = byteLength;
        _block = BlockPool.Shared.Rent(this, byteLength);
        Address = _block.Address;
        if (t_temporaries is { } temporaries)
        {
            Temporary = true;
            temporaries.Add(this);
        }
    }

    /// <summary>
    /// New memory. The collection that it may cost comes before the storage exists: a storage that lives through one grows old, and no later collection of the young
    /// would find it dead. (When it did, every collection's own block was lost to the loop, which then walked through eight blocks instead of two.)
    /// </summary>
    internal static Storage Make(long byteLength)
    {
        BlockPool.Shared.MakeRoom(byteLength);
        return new Storage(byteLength);
    }

    internal Device Device { get; } = Device.Cpu;

    internal long ByteLength { get; }

    internal nint Address { get; private set; }

    /// <summary>Counts the changes in place; a saved tensor remembers it.</summary>
    internal int Version { get; private set; }

    /// <summary>True while only the backward pass can hold this storage: made by one of its rules.</summary>
    internal bool Temporary { get; set; }

    /// <summary>True when an op made this storage to save it for itself: it returns to the pool with the node.</summary>
    internal bool OwnedByNode { get; set; }

    /// <summary>During a backward pass: how many pending gradients lie in this storage.</summary>
    internal int PendingGradients { get; set; }

    /// <summary>From here on, storages made by this thread are temporaries and listed; give back what was listed before.</summary>
    internal static List<Storage>? TrackTemporaries(List<Storage>? list)
    {
        List<Storage>? before = t_temporaries;
        t_temporaries = list;
        return before;
    }

    internal void BumpVersion() => Version++;

    /// <summary>The block, marked so that its memory is never reused: for spans given to users.</summary>
    internal Block Expose()
    {
        Block block = _block ?? throw new ObjectDisposedException(nameof(Tensor));
        block.Exposed = true;
        return block;
    }

    internal Block Block => _block ?? throw new ObjectDisposedException(nameof(Tensor));

    /// <summary>Returns the memory to the pool now. Any later use of the storage fails.</summary>
    internal void Release()
    {
        if (_block is { } block)
        {
            _block = null;
            Address = 0;
            BlockPool.Shared.Return(block, this);
        }
    }
}
