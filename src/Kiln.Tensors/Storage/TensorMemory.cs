namespace Kiln.Tensors;

/// <summary>What the tensor memory pool holds, for diagnosis and for services under memory pressure.</summary>
public static class TensorMemory
{
    /// <summary>Bytes of tensor memory in use, counting what is dead but not yet found.</summary>
    public static long UsedBytes => BlockPool.Shared.UsedBytes;

    /// <summary>Bytes kept for reuse.</summary>
    public static long FreeBytes => BlockPool.Shared.FreeBytes;

    /// <summary>The most that <see cref="UsedBytes"/> and <see cref="FreeBytes"/> were together.</summary>
    public static long PeakBytes => BlockPool.Shared.PeakBytes;

    /// <summary>
    /// Bytes given back to the system so far: what lay free for ten to twenty seconds without anybody needing it, and everything free when the machine ran short of
    /// memory. A loop that allocates again and again keeps what it works with.
    /// </summary>
    public static long ReturnedBytes => BlockPool.Shared.ReturnedBytes;

    /// <summary>Free memory that nobody needs for so long goes back to the system, at the latest after twice as long.</summary>
    public static TimeSpan IdleTime => PoolTrimmer.Period;

    /// <summary>How many garbage collections the pool has asked for since the start.</summary>
    public static int Collections => BlockPool.Shared.Collections;

    /// <summary>
    /// Runs a full collection, finds dead tensors and gives all free memory back to the system. Never needed for correctness, and not for the memory of an idle
    /// process, which goes back by itself after ten to twenty seconds; useful between a peak (training) and a long plateau (serving).
    /// </summary>
    public static void Trim() => BlockPool.Shared.Trim();

    /// <summary>
    /// Runs a full collection and finds dead tensors, whose memory is kept for reuse: <see cref="UsedBytes"/> is then what somebody can still reach. For diagnosis.
    /// </summary>
    public static void FindDead() => BlockPool.Shared.FindDead();
}
