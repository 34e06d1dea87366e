using System.Net;
using System.Net.Http.Headers;

namespace Kiln.Data;

/// <summary>
/// Fetches one file. Bytes go to <c>NAME.part</c>; when all are there and their hash is right, the file gets its name, in one step. An interrupted
/// download goes on where it stopped, also in another process: the server is asked for the rest, on condition that its file is still
/// the same (If-Range). Failures that may pass are tried again after a growing wait; then the next address is.
/// </summary>
internal sealed class FileDownload(PublicFile file, string folder, IReadOnlyList<string> sources, string advice, DownloadOptions options)
{
    private const int BufferBytes = 1 << 17;
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);

    // Lives as long as the process: connections are pooled, and names resolved anew every few minutes.
    private static readonly HttpClient s_client = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly string _target = Path.Combine(folder, file.Name);
    private readonly string _part = Path.Combine(folder, file.Name + ".part");

    /// <summary>What the part is a part of: the address, and the mark by which its server knows the file's version.</summary>
    private readonly string _origin = Path.Combine(folder, file.Name + ".part.origin");

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        Exception? last = null;
        foreach (var source in sources)
        {
            try
            {
                await FetchAsync(source + file.Name, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SourceException e)
            {
                reasons.Add($"{source}{file.Name}: {e.Message}");
                last = e.InnerException ?? e;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw NotStored(e);
            }
        }

        throw new DownloadException($"{file.Name} could not be fetched. {string.Join("; ", reasons)}. {advice}", last);
    }

    private async Task FetchAsync(string address, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var part = new FileStream(_part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
        bool resumed;
        await using (part.ConfigureAwait(false))
        {
            resumed = await FillAsync(part, address, cancellationToken).ConfigureAwait(false);
            part.Flush(flushToDisk: true);
        }

        var found = await file.DifferenceAsync(_part, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            File.Move(_part, _target, overwrite: true);
            File.Delete(_origin);
            return;
        }

        var length = new FileInfo(_part).Length;
        File.Delete(_part);
        File.Delete(_origin);
        if (resumed)
        {
            // The pieces of two downloads may not have belonged together: once more from the start.
            await FetchAsync(address, cancellationToken).ConfigureAwait(false);
            return;
        }

        throw new SourceException($"what came is not the published file: {length} bytes with MD5 {found}, expected {file.Length} bytes with {file.Md5}");
    }

    /// <summary>Brings the part to its full length.</summary>
    /// <returns>Whether some of it was there before.</returns>
    private async Task<bool> FillAsync(FileStream part, string address, CancellationToken cancellationToken)
    {
        var began = part.Length;
        var delay = options.FirstDelay;
        for (var failures = 0; ;)
        {
            var before = part.Length;
            try
            {
                if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                {
                    await ReceiveAsync(part, uri!, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await CopyAsync(part, address, cancellationToken).ConfigureAwait(false);
                }

                return began > 0;
            }
            catch (PassingException e)
            {
                // Progress pays for the failures before it.
                (failures, delay) = part.Length > before ? (1, options.FirstDelay) : (failures + 1, delay);
                if (failures > options.Retries)
                {
                    throw new SourceException($"{e.Message} (tried {failures} times)", e.InnerException);
                }

                await Task.Delay(e.RetryAfter is { } asked && asked < s_longestDelay ? asked : delay, cancellationToken).ConfigureAwait(false);
                delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
            }
        }
    }

    private async Task ReceiveAsync(FileStream part, Uri address, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(options.StallTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            var from = AskForTheRest(request, part, address);
            using var response = await s_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            var start = Accept(response, from, part);
            part.SetLength(start);
            part.Position = start;
            Remember(address, response);
            var length = response.Content.Headers.ContentLength;
            var total = start + length;
            var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                await PumpAsync(body, part, total, () => silence.CancelAfter(options.StallTimeout), silence.Token).ConfigureAwait(false);
            }

            if (part.Length < total)
            {
                throw new PassingException($"the connection ended after {part.Length} of {total} bytes", null);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PassingException($"nothing came for {options.StallTimeout.TotalSeconds:0.###} seconds", e);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException or System.Net.Sockets.SocketException)
        {
            throw new PassingException(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message, e);
        }
    }

    /// <summary>Asks for what is missing of a part that was begun from the same address.</summary>
    private long AskForTheRest(HttpRequestMessage request, FileStream part, Uri address)
    {
        var origin = part.Length > 0 && File.Exists(_origin) ? File.ReadAllLines(_origin) : [];
        if (origin.Length != 2 || origin[0] != address.AbsoluteUri)
        {
            return 0;
        }

        request.Headers.Range = new RangeHeaderValue(part.Length, null);
        if (EntityTagHeaderValue.TryParse(origin[1], out var tag))
        {
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }
        else if (DateTimeOffset.TryParse(origin[1], System.Globalization.CultureInfo.InvariantCulture, out var date))
        {
            request.Headers.IfRange = new RangeConditionHeaderValue(date);
        }

        return part.Length;
    }

    /// <summary>Where the bytes of a response belong; throws for responses that are none.</summary>
    private long Accept(HttpResponseMessage response, long from, FileStream part)
    {
        var status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } start } && start == from:
                return from;
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                // The part is longer than the file, or the server gave another piece than asked for: from the start.
                part.SetLength(0);
                File.Delete(_origin);
                throw new PassingException($"the server answered {status} to a request for the rest of the file", null);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new PassingException($"the server answered {status} {response.ReasonPhrase}", null) { RetryAfter = response.Headers.RetryAfter?.Delta };
            default:
                throw new SourceException($"the server answered {status} {response.ReasonPhrase}");
        }

        if (response.Content.Headers.ContentLength is { } length && length > 2 * file.Length + (1 << 20))
        {
            throw new SourceException($"the server sends {length} bytes, the published file has {file.Length}");
        }

        return 0;
    }

    private void Remember(Uri address, HttpResponseMessage response)
    {
        // A weak tag does not promise the same bytes.
        var mark = response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("r") ?? "";
        File.WriteAllLines(_origin, [address.AbsoluteUri, mark]);
    }

    private async Task CopyAsync(FileStream part, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new SourceException("there is no such file");
        }

        var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        await using (source.ConfigureAwait(false))
        {
            part.SetLength(0);
            await PumpAsync(source, part, source.Length, static () => { }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(Stream from, FileStream part, long? total, Action received, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        options.Progress?.Report(new DownloadProgress(file.Name, part.Position, total));
        while (true)
        {
            var read = await ReadAsync(from, buffer, part, total, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            received();
            await part.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            if (part.Length > 2 * file.Length + (1 << 20))
            {
                throw new SourceException($"the server sent more than {part.Length} bytes, the published file has {file.Length}");
            }

            options.Progress?.Report(new DownloadProgress(file.Name, part.Position, total));
        }
    }

    /// <summary>Reads a piece. An error of the connection may pass; an error of the disk, which writing would give, does not come from here.</summary>
    private static async Task<int> ReadAsync(Stream from, byte[] buffer, FileStream part, long? total, CancellationToken cancellationToken)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new PassingException($"the connection broke after {part.Length} of {(total is null ? "an unknown number of" : total)} bytes: {e.Message}", e);
        }
    }

    private DownloadException NotStored(Exception cause)
    {
        const int noSpaceOnUnix = 28, quotaOnLinux = 122, diskFullOnWindows = unchecked((int)0x80070070), handleDiskFullOnWindows = unchecked((int)0x80070027);
        const int sharingViolationOnWindows = unchecked((int)0x80070020), wouldBlockOnLinux = 11, wouldBlockOnMac = 35;
        return new DownloadException(cause switch
        {
            UnauthorizedAccessException => $"{_target}: no permission to write there; choose another folder (DownloadOptions.Folder, XDG_CACHE_HOME)",
            { HResult: noSpaceOnUnix or quotaOnLinux or diskFullOnWindows or handleDiskFullOnWindows } =>
                $"{_target}: the disk is full; {file.Length} bytes are needed. What has come is kept, and the next try goes on from there",
            { HResult: sharingViolationOnWindows or wouldBlockOnLinux or wouldBlockOnMac } =>
                $"{_target}: another process is downloading it; wait for that to end and try again",
            _ => $"{_target}: cannot be written: {cause.Message}",
        }, cause);
    }

    /// <summary>An address that does not give the file; the next may.</summary>
    private sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);

    /// <summary>A failure that may pass.</summary>
    private sealed class PassingException(string message, Exception? inner) : Exception(message, inner)
    {
        internal TimeSpan? RetryAfter { get; init; }
    }
}
