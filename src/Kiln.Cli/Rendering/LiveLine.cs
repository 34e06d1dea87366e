using Spectre.Console;

namespace Kiln.Cli;

/// <summary>
/// The last line of a terminal, rewritten in place; on a stream that keeps its lines, a plain line now and then.
/// </summary>
/// <param name="screen">Where it stands.</param>
/// <param name="clock">What tells how much time has passed.</param>
internal sealed class LiveLine(Screen screen, TimeProvider clock) : IDisposable
{
    // Room for the ^C that a terminal echoes: it must not push the line over its end.
    private const int KeptFree = 3;

    private static readonly TimeSpan s_betweenRewrites = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(10);

    private long _last = clock.GetTimestamp() - clock.TimestampFrequency;
    private long _lastPlain = clock.GetTimestamp();
    private bool _shown;

    /// <summary>Shows the state if enough time has passed since the last one that was shown.</summary>
    /// <param name="live">Makes the markup of the line for a width; called only when it is shown.</param>
    /// <param name="plain">Makes the plain line; <see langword="null"/> for what a log does not need.</param>
    public void Show(Func<int, string> live, Func<string>? plain = null)
    {
        if (screen.IsLive)
        {
            if (clock.GetElapsedTime(_last) >= s_betweenRewrites)
            {
                _last = clock.GetTimestamp();
                Rewrite(live(screen.Text.Profile.Width - KeptFree));
            }
        }
        else if (plain is not null && clock.GetElapsedTime(_lastPlain) >= s_betweenLines)
        {
            _lastPlain = clock.GetTimestamp();
            screen.Line(plain());
        }
    }

    /// <summary>Removes the live line and writes a line that stays.</summary>
    /// <param name="markup">The line, in Spectre's markup.</param>
    public void Keep(string markup)
    {
        Dispose();
        _lastPlain = clock.GetTimestamp();
        screen.Text.MarkupLine(markup);
    }

    /// <summary>Removes the live line, so that other text can follow.</summary>
    public void Dispose()
    {
        if (_shown)
        {
            _shown = false;
            Control("\r\e[K\e[?25h"); // start of line, erase to its end, show the cursor
        }
    }

    private void Rewrite(string markup)
    {
        Control(_shown ? "\r" : "\e[?25l\r");
        _shown = true;
        screen.Text.Markup(markup);
        Control("\e[K");
    }

    private void Control(string sequence)
    {
        screen.Text.Profile.Out.Writer.Write(sequence);
        screen.Text.Profile.Out.Writer.Flush();
    }
}
