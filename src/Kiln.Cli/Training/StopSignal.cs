using System.Runtime.InteropServices;

namespace Kiln.Cli;

/// <summary>
/// Ctrl-C, and the signals with which a system asks a program to end: the first one asks the run to stop after the step under way, the second
/// ends the program at once.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _error;

    /// <summary>Begins to listen.</summary>
    /// <param name="error">Where the user is told that the signal has arrived.</param>
    public StopSignal(TextWriter error)
    {
        _error = error;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Arrived));
        }
    }

    /// <summary>Fires with the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Arrived(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            if (!Console.IsErrorRedirected)
            {
                _error.Write("\e[?25h\n"); // The progress line hides the cursor.
            }

            return; // Not canceled: the signal does what it does by default.
        }

        context.Cancel = true;
        _source.Cancel();
    }
}
