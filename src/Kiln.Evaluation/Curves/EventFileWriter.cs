using System.Globalization;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// Writes curves that TensorBoard shows: an event file <c>events.out.tfevents.TIME.HOST</c> in the folder of a run. Each call leaves the file
/// complete, so that a running or killed run can be watched. A resumed run writes a new file beside the old one and voids the steps it
/// repeats. Not safe for concurrent use.
/// </summary>
public sealed partial class EventFileWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _clock;
    private readonly TensorReader _reader = new();

    /// <summary>Begins a new event file.</summary>
    /// <param name="directory">Folder of the run; created when missing.</param>
    /// <param name="resumeStep">
    /// The first step that a resumed run will write: what earlier files hold from it on is void for TensorBoard. Null for a fresh run.
    /// </param>
    /// <param name="clock">Time of the events; the system's when null.</param>
    /// <param name="host">Name of the machine in the file name; the system's when null.</param>
    /// <exception cref="FileWriteException">The folder cannot be written.</exception>
    public EventFileWriter(string directory, long? resumeStep = null, TimeProvider? clock = null, string? host = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _clock = clock ?? TimeProvider.System;
        _file = Create(directory, host ?? Environment.MachineName, _clock.GetUtcNow().ToUnixTimeSeconds());
        try
        {
            Write(EventProto.VersionEvent(Now));
            if (resumeStep is { } step)
            {
                Write(EventProto.RestartEvent(Now, step));
            }
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    private double Now => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Writes one scalar.</summary>
    /// <param name="tag">Name of the curve; a slash groups curves, as in <c>train/loss</c>.</param>
    /// <param name="value">The value, kept in float32 as the format has it; NaN and infinities are kept.</param>
    /// <param name="step">Step or epoch, at least 0.</param>
    /// <exception cref="FileWriteException">The disk is full or gone.</exception>
    public void Scalar(string tag, double value, long step) => Scalars(step, [KeyValuePair.Create(tag, value)]);

    /// <summary>Writes the scalars of a step.</summary>
    /// <param name="step">Step or epoch, at least 0.</param>
    /// <param name="scalars">Values by the name of their curve; none is fine.</param>
    /// <exception cref="ArgumentException">A name is empty, or the step is negative.</exception>
    /// <exception cref="FileWriteException">The disk is full or gone.</exception>
    public void Scalars(long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentNullException.ThrowIfNull(scalars);
        var values = scalars.ToArray();
        foreach (var (tag, _) in values)
        {
            ArgumentException.ThrowIfNullOrEmpty(tag, nameof(scalars));
        }

        if (values.Length > 0)
        {
            Write(EventProto.ScalarEvent(Now, step, values));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream Create(string directory, string host, long seconds)
    {
        // A name that sorts by time; two files of one second are told apart by a counter.
        var safe = string.Concat(host.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{(safe.Length == 0 ? "host" : safe)}");
        try
        {
            Directory.CreateDirectory(directory);
            for (var attempt = 0; ; attempt++)
            {
                var path = System.IO.Path.Combine(directory, attempt == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{attempt:D3}"));
                if (!File.Exists(path))
                {
                    // Without a buffer, each record reaches the operating system as it is written.
                    return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(
                directory, $"no event file can be written there: {e.Message}; choose another folder or change its permissions", e);
        }
    }

    private void Write(byte[] message)
    {
        var start = _file.Position;
        try
        {
            _file.Write(TfRecord.Frame(message));
        }
        catch (IOException e)
        {
            // Half a record would hide every later one from readers.
            _file.SetLength(start);
            _file.Position = start;
            throw new FileWriteException(
                Path, $"the curves cannot be written: {e.Message}; free some space, the run can go on without them", e);
        }
    }
}
