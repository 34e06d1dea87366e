using Kiln.Numerics;

namespace Kiln.Data;

/// <summary>
/// Arrays for the values of features, used again when the features that had them are garbage. A fresh array of some megabytes costs more in page faults than filling it
/// (the collector gives the end of a heap back to the system in each full collection), and a loop over batches or folds makes arrays of the same few lengths again and again.
/// </summary>
/// <remarks>
/// <para>
/// As with the blocks of tensors (docs/decisions/0013-feature-memory.md), each array has a weak handle on its owner, a small and young object, so that a collection of the two
/// young generations is enough to find it dead. One is asked for when the arrays that are free do not serve and so many bytes were handed out since the last. An array of which a span was given
/// to a user has left the pool for good.
/// </para>
/// <para>Arrays have exactly the length asked for. Very large ones come fresh: one that waits to be used again would be missing elsewhere.</para>
/// </remarks>
#pragma warning disable CA1001 // The one with a timer lives as long as the process.
internal sealed class FeatureMemory
#pragma warning restore CA1001
{
    /// <summary>Bytes from which on an array lives in the heap of large objects.</summary>
    internal const long Fewest = 96 << 10;

    /// <summary>Bytes up to which arrays are kept.</summary>
    internal const long Most = 64 << 20;

    private const long SmallestMark = 32 << 20;
    private const long KeptFree = 128 << 20;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<FeaturePiece> _used = [];
    private readonly Dictionary<int, Stack<double[]>> _free = [];
    private readonly bool _stress;
    private readonly Timer? _timer;
    private bool _watched;
    private bool _quiet;
    private long _usedBytes;
    private long _freeBytes;
    private long _sinceCollection;
    private int _seenCollections;

    /// <summary>Makes a pool.</summary>
    /// <param name="stress">Whether to collect before every array and to fill what comes back with NaN, so that a use of an array after its owner's death shows.</param>
    /// <param name="trimsItself">Whether to look at times whether what is free is still wanted.</param>
    internal FeatureMemory(bool stress = false, bool trimsItself = false)
    {
        _stress = stress;
        if (trimsItself)
        {
            // The timer must not hold whatever surrounds the first features.
            using (ExecutionContext.SuppressFlow())
            {
                _timer = new Timer(static memory => ((FeatureMemory)memory!).Look(), this, Timeout.Infinite, Timeout.Infinite);
            }
        }
    }

    /// <summary>The arrays of all features.</summary>
    internal static FeatureMemory Shared { get; } = new(Environment.GetEnvironmentVariable("KILN_POOL_STRESS") == "1", trimsItself: true);

    /// <summary>Bytes that wait to be used again.</summary>
    internal long FreeBytes
    {
        get
        {
            lock (_lock)
            {
                return _freeBytes;
            }
        }
    }

    /// <summary>An array of undefined values. The lease is to be held by all that look at the array without having exposed it; null when the array is nobody's but the collector's.</summary>
    internal double[] Rent(int length, out FeatureLease? lease)
    {
        var bytes = (long)length * sizeof(double);
        if (bytes is < Fewest or > Most)
        {
            lease = null;
            return LargeArray.Uninitialized<double>(length);
        }

        lock (_lock)
        {
            // The collection comes before the lease exists: one that lives through it grows old, and is found dead late.
            var values = Find(length) ?? LargeArray.Uninitialized<double>(length);
            var piece = new FeaturePiece(values);
            lease = new(piece);
            piece.Owner.SetTarget(lease);
            _used.Add(piece);
            _usedBytes += bytes;
            _sinceCollection += bytes;
            _quiet = false;
            if (!_watched)
            {
                _watched = true;
                _timer?.Change(s_idle, Timeout.InfiniteTimeSpan);
            }

            return values;
        }
    }

    /// <summary>Forgets what is free when nobody asked for an array since the last call.</summary>
    /// <returns>Whether there will be something to look at later.</returns>
    internal bool Trim()
    {
        lock (_lock)
        {
            if (GC.CollectionCount(0) != _seenCollections)
            {
                Scan();
            }

            if (_quiet)
            {
                _free.Clear();
                _freeBytes = 0;
            }

            _quiet = true;
            return _watched = _freeBytes > 0 || _used.Count > 0;
        }
    }

    private void Look()
    {
        if (Trim())
        {
            _timer!.Change(s_idle, Timeout.InfiniteTimeSpan);
        }
    }

    private double[]? Find(int length)
    {
        if (_stress)
        {
            Collect(2);
        }
        else if (Take(length) is { } free)
        {
            return free;
        }
        else if (GC.CollectionCount(0) != _seenCollections)
        {
            Scan();
        }
        else if (_sinceCollection >= Math.Max(SmallestMark, _usedBytes / 4))
        {
            // What a loop still holds at this moment lives through the collection; only one that looks at the survivors of the last finds it dead the next time.
            Collect(1);
        }

        return Take(length);
    }

    private double[]? Take(int length)
    {
        if (!_free.TryGetValue(length, out var arrays) || !arrays.TryPop(out var values))
        {
            return null;
        }

        _freeBytes -= (long)length * sizeof(double);
        return values;
    }

    private void Collect(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true, compacting: false);
        Scan();
    }

    /// <summary>Takes back the arrays whose owners are dead, and forgets those that users have seen.</summary>
    private void Scan()
    {
        (_seenCollections, _sinceCollection) = (GC.CollectionCount(0), 0);
        var left = 0;
        for (var i = 0; i < _used.Count; i++)
        {
            var piece = _used[i];
            var bytes = (long)piece.Values.Length * sizeof(double);
            if (!piece.IsExposed && piece.Owner.TryGetTarget(out _))
            {
                _used[left++] = piece;
                continue;
            }

            _usedBytes -= bytes;
            if (!piece.IsExposed && _freeBytes + bytes <= KeptFree)
            {
                if (_stress)
                {
                    piece.Values.AsSpan().Fill(double.NaN); // A use after its owner's death shows at once.
                }

                if (!_free.TryGetValue(piece.Values.Length, out var arrays))
                {
                    _free.Add(piece.Values.Length, arrays = new());
                }

                arrays.Push(piece.Values);
                _freeBytes += bytes;
            }
        }

        _used.RemoveRange(left, _used.Count - left);
    }
}
