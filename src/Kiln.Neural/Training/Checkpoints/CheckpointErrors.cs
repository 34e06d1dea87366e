namespace Kiln.Neural;

/// <summary>What the system's errors mean for a checkpoint.</summary>
internal static class CheckpointErrors
{
    private const int NoSpaceOnUnix = 28;
    private const int QuotaOnLinux = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullOnWindows = unchecked((int)0x80070027);
    private const int ReadOnlyOnUnix = 30;
    private const int LockedOnUnix = 11;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    /// <summary>What happened and what helps.</summary>
    internal static string Explain(Exception error) => error switch
    {
        UnauthorizedAccessException => "no permission to write there; choose another folder or change its permissions",
        DirectoryNotFoundException => "a part of the path does not exist",
        PathTooLongException => "the path is too long; choose a shorter one",
        { HResult: NoSpaceOnUnix or QuotaOnLinux or DiskFullOnWindows or HandleDiskFullOnWindows } => "the disk is full; free some space",
        { HResult: ReadOnlyOnUnix } => "the disk is mounted for reading only; choose another folder",
        { HResult: LockedOnUnix or SharingViolationOnWindows } => "another run is writing to it; wait for its end, or give each run a folder of its own",
        _ => error.Message,
    };
}
