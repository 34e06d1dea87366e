using Kiln.Data;
using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Fetches a published set into the cache, once, and shows how far it has come.</summary>
internal static class DataFetch
{
    // Without a network it should not take half a minute to say so.
    private const int Retries = 2;
    private const int SilentMilliseconds = 200;

    /// <summary>The folder with the files of a set.</summary>
    /// <exception cref="UserException">They could not be fetched; the message says where to put them by hand.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C; what has come is kept.</exception>
    public static string Folder(DataKind kind, Screen screen, CancellationToken cancellationToken)
    {
        using var progress = new Shown(screen);
        var options = new DownloadOptions { Progress = progress, Retries = Retries };
        var fetching = kind == DataKind.FashionMnist ? FashionMnist.DownloadAsync(options, cancellationToken) : Mnist.DownloadAsync(options, cancellationToken);
        try
        {
            // Files that are there already are no news.
            if (!((IAsyncResult)fetching).AsyncWaitHandle.WaitOne(SilentMilliseconds))
            {
                screen.Paragraph($"Downloading {DataKinds.NameOf(kind)} to {Invocation.PathToType(DataCache.FolderOf(DataKinds.NameOf(kind)))}, once…");
                progress.IsWanted = true;
            }

            return fetching.GetAwaiter().GetResult();
        }
        catch (DownloadException error)
        {
            throw new UserException($"{error.Message}. Where the four files lie elsewhere, name their folder with --data-dir.", error);
        }
    }

    /// <summary>A line in place on a terminal; nothing on a stream that keeps its lines.</summary>
    private sealed class Shown(Screen screen) : IProgress<DownloadProgress>, IDisposable
    {
        private readonly LiveLine _line = new(screen, TimeProvider.System);
        private readonly Lock _gate = new();

        internal bool IsWanted { get; set; }

        public void Report(DownloadProgress value)
        {
            if (!IsWanted)
            {
                return;
            }

            lock (_gate)
            {
                var of = value.Total is { } total ? $" of {Numbers.Bytes(total)}" : "";
                var text = $"{value.File}: {Numbers.Bytes(value.Received)}{of}";
                _line.Show(width => Markup.Escape(text.Length < width ? text : text[..Math.Max(0, width - 1)]));
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                IsWanted = false;
                _line.Dispose();
            }
        }
    }
}
