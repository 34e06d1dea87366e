using Microsoft.Extensions.Logging;

namespace Kiln.Cli;

/// <summary>Passes a library's warnings on to the screen; its other messages say what the screen shows anyway.</summary>
/// <param name="screen">Where to.</param>
internal sealed class ScreenLogger(Screen screen) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            screen.Line($"warning: {formatter(state, exception)}");
        }
    }
}
