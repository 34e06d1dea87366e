namespace Kiln.Tensors;

/// <summary>What the tensor memory pool holds, for diagnosis and for services under memory pressure.</summary>
public static class TensorMemory
{
    /// <summary>Bytes of tensor memory in use, counting what is dead but not yet found.</summary>
    public static long UsedBytes => BlockPool.Shared.UsedBytes;

    /// <summary>Bytes kept for reuse.</summary>
    public static long FreeBytes => BlockPool.Shared.FreeBytes;

    /// <summary>How many garbage collections the pool has asked for since the start.</summary>
    public static int Collections => BlockPool.Shared.Collections;

    /// <summary>
    /// Runs a full collection, finds dead tensors and gives all free memory back to the runtime. Never needed for correctness;
    /// useful between a peak (training) and a long plateau (serving).
    /// </summary>
    public static void Trim() => BlockPool.Shared.Trim();
}
