using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// Where storages get their memory and where it returns. Two ways back: at once, when the engine knows that nobody can hold the
/// storage (<see cref="Return"/>), and by discovery, when the weak handle of a block shows its owner dead. Discovery costs a
/// collection of the two young generations, paid at most once per <see cref="_mark"/> bytes handed out, new or reused, and not returned at once;
/// one of all follows only when that found too little. (Counting new memory alone would let every
/// round of reuse end with another mark's worth of growth.) Free blocks that nobody needed for a while, or all of them when the machine runs short of memory,
/// go back to the system. See docs/decisions/0002-memory.md.
/// </summary>
internal sealed class BlockPool
{
    private const long SmallestMark = 16L << 20;
    private const long KeptFree = 64L << 20;

    private readonly Lock _lock = new();
    private readonly FreeBlocks?[] _free = new FreeBlocks?[SizeClasses.Count];
    private readonly List<Block> _used = [];
    private readonly bool _stress;
    private readonly PoolTrimmer? _trimmer;
    private long _made;
    private long _rents;
    private long _rentsSeen;
    private long _mark = SmallestMark;
    private long _sinceCollection;
    private long _usedAfterFullCollection;
    private int _seenCollections;
    private bool _due;

    internal BlockPool(bool stress = false, bool trimsItself = false)
    {
        _stress = stress;
        _trimmer = trimsItself ? new PoolTrimmer(this) : null;
    }

    internal static BlockPool Shared { get; } = new(Environment.GetEnvironmentVariable("KILN_POOL_STRESS") == "1", trimsItself: true);

    /// <summary>Bytes of the blocks that have an owner, as far as known.</summary>
    internal long UsedBytes { get; private set; }

    /// <summary>Bytes of the blocks that wait for an owner.</summary>
    internal long FreeBytes { get; private set; }

    /// <summary>The most that both were together.</summary>
    internal long PeakBytes { get; private set; }

    /// <summary>Bytes of the blocks that were given back because they were idle or memory was short.</summary>
    internal long ReturnedBytes { get; private set; }

    /// <summary>Whether the machine, or what the process is allowed of it, runs short of memory, as of the last garbage collection.</summary>
    internal Func<bool> MemoryIsShort { get; init; } = static () =>
        GC.GetGCMemoryInfo() is { HighMemoryLoadThresholdBytes: > 0 } memory && memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes;

    /// <summary>How many collections the pool itself has asked for.</summary>
    internal int Collections { get; private set; }

    /// <summary>
    /// Pays for the collection that renting so many bytes would cost now. To be called before the storage is made, and never needed: <see cref="Rent"/> pays itself, with a
    /// storage that survives.
    /// </summary>
    internal void MakeRoom(long bytes)
    {
        if (Volatile.Read(ref _sinceCollection) < Volatile.Read(ref _mark) && !Volatile.Read(ref _due))
        {
            return;
        }

        int sizeClass = SizeClasses.Of(bytes);
        lock (_lock)
        {
            bool due = _due && _sinceCollection >= _mark / 2;
            _due = false;
            if (due || (FindFree(sizeClass) is null && !LookAround(sizeClass) && _sinceCollection >= _mark))
            {
                Relieve();
            }
        }
    }

    /// <summary>Gives a storage a block of at least this many bytes, contents undefined.</summary>
    internal Block Rent(Storage owner, long bytes)
    {
        int sizeClass = SizeClasses.Of(bytes);
        lock (_lock)
        {
            if (_stress)
            {
                Collect(generation: 2);
            }

            Block block = TakeFree(sizeClass) ?? Discover(sizeClass) ?? Allocate(sizeClass);
            block.Owner = owner;
            block.Slot = _used.Count;
            _used.Add(block);
            UsedBytes += block.ByteLength;
            PeakBytes = Math.Max(PeakBytes, UsedBytes + FreeBytes);
            _sinceCollection += block.ByteLength;
            _rents++;
            _trimmer?.Wake();
            return block;
        }
    }

    /// <summary>Takes a block back at once; the caller answers for nobody holding it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="owner">
    /// Its owner. Alive until the lock is held: else a collection in the meantime, on a thread that asks for memory, could find it dead, and the block would be taken back twice,
    /// the second time perhaps from its next owner.
    /// </param>
    internal void Return(Block block, Storage owner)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(block.Owner, owner))
            {
                return;
            }

            _sinceCollection -= block.ByteLength;
            Reclaim(block);
        }
    }

    /// <summary>
    /// Called when a backward pass has ended: a collection that is due soon is made when the next storage is asked for. Of all moments in a training step that is the one with the fewest
    /// live tensors, so fewer survive it, and grow old, than in the middle of the forward pass; and by then the caller has let go of the pass's own result and of the gradients
    /// of the pass before, which at the end of the pass itself would have been found alive.
    /// </summary>
    internal void Breathe()
    {
        if (Volatile.Read(ref _sinceCollection) >= Volatile.Read(ref _mark) / 2)
        {
            Volatile.Write(ref _due, true);
        }
    }

    /// <summary>Finds the blocks of dead owners after a collection of the given generation, and drops all free memory.</summary>
    internal void Trim()
    {
        lock (_lock)
        {
            Collect(generation: 2);
            DropFree(keep: 0);
        }
    }

    /// <summary>Finds the blocks of dead owners after a full collection.</summary>
    internal void FindDead()
    {
        lock (_lock)
        {
            Collect(generation: 2);
        }
    }

    /// <summary>
    /// Gives the memory of the blocks back that were free all the time since the last call, or of all free ones when memory is short. When nobody asked for
    /// memory since then, dead tensors are looked for as well.
    /// </summary>
    /// <returns>Whether there will be something to look at later.</returns>
    internal bool TrimIdle()
    {
        List<Block> idle = [];
        bool more;
        lock (_lock)
        {
            bool quiet = _rents == _rentsSeen;
            _rentsSeen = _rents;
            if (GC.CollectionCount(0) != _seenCollections)
            {
                Scan();
            }

            bool all = MemoryIsShort();
            foreach (FreeBlocks? blocks in _free)
            {
                blocks?.TakeIdle(idle);
                if (all)
                {
                    blocks?.TakeIdle(idle);
                }
            }

            foreach (Block block in idle)
            {
                FreeBytes -= block.ByteLength;
                ReturnedBytes += block.ByteLength;
            }

            more = !quiet || FreeBytes > 0;
            if (quiet && _sinceCollection > 0)
            {
                // Tensors that died since the last collection hold memory that an idle process can do without; the next look finds them.
                _sinceCollection = 0;
                Collections++;
                GC.Collect(2, GCCollectionMode.Forced, blocking: false);
                more = true;
            }
        }

        // The pages go back at once; the addresses when a collection finds that nobody refers to the blocks any more.
        foreach (Block block in idle)
        {
            MemoryPages.Discard(block.Address, block.ByteLength);
        }

        return more;
    }

    /// <summary>The free blocks that serve a class; null when there are none.</summary>
    private FreeBlocks? FindFree(int sizeClass)
    {
        // A block up to a half larger than its class serves too: it spares an allocation, and the excess is bounded.
        int last = Math.Min(sizeClass + 2, SizeClasses.Count - 1);
        for (int i = sizeClass; i <= last; i++)
        {
            if (_free[i] is { Count: > 0 } blocks)
            {
                return blocks;
            }
        }

        return null;
    }

    private Block? TakeFree(int sizeClass)
    {
        Block? block = FindFree(sizeClass)?.Pop();
        FreeBytes -= block?.ByteLength ?? 0;
        return block;
    }

    /// <summary>Collections happen anyway; what they found is free to look at. Whether that was a block of the class.</summary>
    private bool LookAround(int sizeClass) => GC.CollectionCount(0) != _seenCollections && Scan() > 0 && FindFree(sizeClass) is not null;

    private Block? Discover(int sizeClass)
    {
        if (!LookAround(sizeClass))
        {
            if (_sinceCollection < _mark)
            {
                return null;
            }

            Relieve();
        }

        return TakeFree(sizeClass);
    }

    /// <summary>Pays for a collection: of the two young generations, and of all when that found too little.</summary>
    private void Relieve()
    {
        // Not of the youngest alone: what lives through two collections, such as a gradient from one step to the next and the collection between them, would grow old for good when
        // the one after found it too late.
        long before = UsedBytes;
        Collect(generation: 1);

        // What survives both may be live, or dead but old. Look at everything each time the memory in use has doubled.
        if (before - UsedBytes < _mark / 2 && UsedBytes > 2 * Math.Max(_usedAfterFullCollection, SmallestMark))
        {
            Collect(generation: 2);
            _usedAfterFullCollection = UsedBytes;
        }

        _due = false;
        _sinceCollection = 0;
        _mark = Math.Max(SmallestMark, UsedBytes / 4);
    }

    private Block Allocate(int sizeClass)
    {
        long lines = SizeClasses.Lines(sizeClass);
        if (FreeBytes > KeptFree / 2 && MemoryIsShort())
        {
            DropFree(keep: 0);
        }

        if (FreeBytes > Math.Max(KeptFree, UsedBytes / 2))
        {
            // The free blocks are of sizes nobody asks for any more.
            DropFree(keep: KeptFree / 2);
        }

        return new Block(sizeClass, lines, _made++);
    }

    private void Collect(int generation)
    {
        Collections++;
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true, compacting: false);
        Scan();
    }

    /// <summary>Reclaims the blocks whose owners are dead; returns how many.</summary>
    private int Scan()
    {
        _seenCollections = GC.CollectionCount(0);
        int found = 0;
        for (int i = _used.Count - 1; i >= 0; i--)
        {
            if (_used[i].Owner is null)
            {
                Reclaim(_used[i]);
                found++;
            }
        }

        return found;
    }

    private void Reclaim(Block block)
    {
        Block last = _used[^1];
        _used[block.Slot] = last;
        last.Slot = block.Slot;
        _used.RemoveAt(_used.Count - 1);
        UsedBytes -= block.ByteLength;
        block.Owner = null;
        if (block.Exposed)
        {
            return; // A user's span may still look at it: from here on it is the garbage collector's.
        }

        if (_stress)
        {
            block.Bytes.Fill(0xFF); // NaN in every floating-point type: a use after return shows at once.
        }

        (_free[block.SizeClass] ??= new FreeBlocks()).Push(block);
        FreeBytes += block.ByteLength;
        _trimmer?.Wake();
    }

    private void DropFree(long keep)
    {
        for (int i = SizeClasses.Count - 1; i >= 0 && FreeBytes > keep; i--)
        {
            if (_free[i] is not { } blocks)
            {
                continue;
            }

            while (blocks.Count > 0 && FreeBytes > keep)
            {
                Block block = blocks.Pop();
                FreeBytes -= block.ByteLength;
                ReturnedBytes += block.ByteLength;
                MemoryPages.Discard(block.Address, block.ByteLength);
            }
        }
    }
}
