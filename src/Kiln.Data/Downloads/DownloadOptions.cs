namespace Kiln.Data;

/// <summary>How far the download of a file has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes that are there, those of an earlier, interrupted download among them.</param>
/// <param name="Total">Bytes of the whole file; null where the server does not say.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);

/// <summary>Where data sets are fetched from and to.</summary>
public sealed record DownloadOptions
{
    /// <summary>The folder for the files; that of <see cref="DataCache"/> by default.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Where to fetch from instead of the public addresses: an address (<c>https://…</c>) or a folder under which files are named
    /// <c>SET/FILE</c>, as in <c>mnist/train-images-idx3-ubyte.gz</c>. By default what the environment variable <c>KILN_DATA_MIRROR</c> says; without it the
    /// public addresses.
    /// </summary>
    public string? Mirror { get; init; }

    /// <summary>Told of each piece of a file that arrives; nobody by default.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>How often an address is tried again after a failure that may pass, counted anew when bytes have arrived; 4 by default, at least 0.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The wait before the first retry, doubled for each further one up to a minute; 1 second by default.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may be silent before the connection is given up; 30 seconds by default.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal DownloadOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Retries, nameof(Retries));
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstDelay, TimeSpan.Zero, nameof(FirstDelay));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StallTimeout, TimeSpan.Zero, nameof(StallTimeout));
        return this;
    }
}
