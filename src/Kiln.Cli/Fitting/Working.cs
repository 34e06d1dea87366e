using System.Diagnostics;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Shows that something goes on which does not tell how far it is: what, and for how long.</summary>
internal sealed class Working : IDisposable
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(200);

    private readonly Lock _writing = new();
    private readonly LiveLine _line;
    private readonly Timer _timer;

    private Working(Screen screen, string what)
    {
        var began = Stopwatch.GetTimestamp();
        _line = new LiveLine(screen, TimeProvider.System);
        _timer = new Timer(
            _ =>
            {
                lock (_writing)
                {
                    var line = $"{what}  {Numbers.Clock(Stopwatch.GetElapsedTime(began))}";
                    _line.Show(_ => Markup.Escape(line), () => line);
                }
            },
            null, s_between, s_between);
    }

    /// <summary>Does something that looks at the token itself, and shows it meanwhile.</summary>
    /// <returns>What it gives, and how long it took.</returns>
    public static (T Result, TimeSpan Time) On<T>(Screen screen, string what, Func<T> act)
    {
        var began = Stopwatch.GetTimestamp();
        using var working = new Working(screen, what);
        var result = act();
        return (result, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Computes something that takes no token, and shows it meanwhile; a stop leaves it behind.</summary>
    /// <returns>What it gives, and how long it took.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (T Result, TimeSpan Time) On<T>(Screen screen, string what, Func<T> compute, CancellationToken cancellation) =>
        On(screen, what, () => Abandonable.Run(compute, cancellation));

    /// <inheritdoc/>
    public void Dispose()
    {
        using var stopped = new ManualResetEvent(false);
        if (_timer.Dispose(stopped))
        {
            stopped.WaitOne();
        }

        _line.Dispose();
    }
}
