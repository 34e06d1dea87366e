namespace Kiln.Cli;

/// <summary>Keeps the memory of a fit of many rows near what is alive. By itself the collector waits until about as much was allocated as lived through its last full collection: the table once more.</summary>
internal static class LargeTables
{
    // 64 MiB of samples.
    private const long Elements = 1 << 23;

    /// <summary>Called between steps that each leave arrays as long as the table behind.</summary>
    /// <param name="data">The rows at work.</param>
    public static void DropGarbage(FitData data)
    {
        if ((long)data.X.Rows * data.X.Columns >= Elements)
        {
            // Only this kind gives the memory back to the system at once; others keep it for a while.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
