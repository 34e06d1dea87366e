namespace Kiln.Cli;

/// <summary>
/// Work that takes no token, or sits in a call of the system that does not come back (a pipe into which nobody writes): it runs on a thread of its own, and a
/// stop leaves it behind. That is for a command that ends with the stop, and for work that leaves nothing half done outside of the process.
/// </summary>
internal static class Abandonable
{
    /// <summary>Does something, or stops waiting for it.</summary>
    /// <param name="act">What to do; after a stop it goes on unseen until the program ends.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static T Run<T>(Func<T> act, CancellationToken cancellation) =>
        Task.Factory.StartNew(act, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(cancellation).GetAwaiter().GetResult();
}
