using Microsoft.Extensions.Logging;

namespace Kiln.Cli;

/// <summary>Passes a library's warnings on to the screen, each once; its other messages say what the screen shows anyway.</summary>
/// <param name="warn">Shows a warning.</param>
internal sealed class ScreenLogger(Action<string> warn) : ILogger
{
    private string? _last;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && LibraryMessages.Translate(formatter(state, exception)) is var message && message != _last)
        {
            _last = message;
            warn(message);
        }
    }
}
