using Microsoft.Extensions.Logging;

namespace Kiln.Neural;

/// <summary>The lines a fit writes to its logger.</summary>
internal static partial class TrainingLog
{
    [LoggerMessage(1, LogLevel.Information, "epoch {Epoch}/{Epochs}: {Scores}")]
    internal static partial void EpochEnded(ILogger logger, int epoch, int epochs, string scores);

    [LoggerMessage(2, LogLevel.Information, "resumed from {Path}: {Epochs} epochs and {Batches} batches are done")]
    internal static partial void Resumed(ILogger logger, string path, int epochs, int batches);

    [LoggerMessage(3, LogLevel.Information, "stopped after epoch {Epoch}: {Reason}")]
    internal static partial void Stopped(ILogger logger, int epoch, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Message}")]
    internal static partial void Warning(ILogger logger, string message);

    [LoggerMessage(5, LogLevel.Warning, "epoch {Epoch}, batch {Batch} skipped: {Finding}")]
    internal static partial void BatchSkipped(ILogger logger, int epoch, int batch, string finding);
}
